package dev.freshet.demo;

/** Shows the demo to a person. */
public interface DemoConsole extends AutoCloseable {

  /** Called about four times a second. */
  void show(DemoView view);

  @Override
  void close();
}
