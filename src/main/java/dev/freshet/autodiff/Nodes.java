package dev.freshet.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tape recorded, in order. Nodes and their memory are used again by the next step; each
 * depends on earlier ones only, so that the way back is one descending loop.
 */
final class Nodes {

  private final List<Node> nodes = new ArrayList<>();
  private int size;
  private @Nullable StepClock clock;

  void setClock(@Nullable StepClock clock) {
    this.clock = clock;
  }

  void clear() {
    if (clock != null) {
      clock.begin();
    }
    size = 0;
  }

  int size() {
    return size;
  }

  /** A node that depends on nothing. */
  Node constant(int rows, int cols) {
    if (clock != null && size > 0) {
      clock.forward(nodes.get(size - 1));
    }
    if (size == nodes.size()) {
      nodes.add(new Node());
    }
    Node node = nodes.get(size++);
    node.begin(rows, cols);
    return node;
  }

  /** A node that depends on a parameter, so that the loss's way back leads through it. */
  Node of(Parameter parameter, int rows, int cols, Rules.Rule rule) {
    Node out = constant(rows, cols);
    out.parameter = parameter;
    out.rule = rule;
    out.tracked = true;
    return out;
  }

  /** A node that depends on another. */
  Node of(Node a, int rows, int cols, Rules.Rule rule) {
    Node out = constant(rows, cols);
    out.a = a;
    out.rule = rule;
    out.tracked = a.tracked;
    return out;
  }

  /** A node that depends on two others. */
  Node of(Node a, Node b, int rows, int cols, Rules.Rule rule) {
    Node out = of(a, rows, cols, rule);
    out.b = b;
    out.tracked = a.tracked || b.tracked;
    return out;
  }

  /** Walks back from the last node through all that have a gradient. */
  void backward(Kernels kernels, int shard) {
    if (clock != null) {
      clock.forward(nodes.get(size - 1));
    }
    for (int i = size - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (node.tracked && node.hasGradient() && node.rule != null) {
        node.rule.backward(node, kernels, shard);
        if (clock != null) {
          clock.backward(node);
        }
      }
    }
  }
}
