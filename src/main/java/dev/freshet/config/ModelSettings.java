package dev.freshet.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of a model as options: a record's component {@code hiddenUnits} is {@code
 * --hidden-units}. Components are int, float, boolean, an enum, a String, or a record whose
 * components are settings as well.
 */
public final class ModelSettings {

  private ModelSettings() {}

  /**
   * The settings as a user names them, without dashes, with their values; enums as users spell
   * them.
   */
  public static Map<String, Object> values(Record settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Leaf leaf : leaves(settings)) {
      values.put(leaf.name, leaf.value instanceof Enum<?> constant ? name(constant) : leaf.value);
    }
    return values;
  }

  /**
   * Settings with some replaced.
   *
   * @param model its name, for messages
   * @param options what was on the command line: {@code --rank 64} or {@code --rank=64}; a boolean
   *     may stand without a value
   * @throws IllegalArgumentException in one line for a person: if an option is none of the model's,
   *     or a value cannot be
   */
  public static <S extends Record> S with(String model, S defaults, List<String> options) {
    List<Leaf> leaves = leaves(defaults);
    List<Object> values = new ArrayList<>(leaves.stream().map(Leaf::value).toList());
    for (int i = 0; i < options.size(); i++) {
      String[] parts = options.get(i).split("=", 2);
      int at = indexOf(model, leaves, parts[0]);
      String text;
      if (parts.length == 2) {
        text = parts[1];
      } else if (i + 1 < options.size() && !options.get(i + 1).startsWith("--")) {
        text = options.get(++i);
      } else if (leaves.get(at).type == boolean.class) {
        text = "true";
      } else {
        throw new IllegalArgumentException(parts[0] + " needs a value, such as " + values.get(at));
      }
      values.set(at, parse(parts[0], leaves.get(at).type, text));
    }
    return make(defaults, values.iterator());
  }

  /** A setting: its name, its type, what it is now. */
  private record Leaf(String name, Class<?> type, Object value) {}

  /** The settings of a record and of the records in it, in their order. */
  private static List<Leaf> leaves(Record settings) {
    List<Leaf> leaves = new ArrayList<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      Object value = value(settings, component);
      if (value instanceof Record several) {
        leaves.addAll(leaves(several));
      } else {
        leaves.add(new Leaf(name(component), component.getType(), value));
      }
    }
    return leaves;
  }

  private static int indexOf(String model, List<Leaf> leaves, String option) {
    List<String> names = leaves.stream().map(leaf -> "--" + leaf.name).toList();
    int at = names.indexOf(option);
    if (at >= 0) {
      return at;
    }
    Optional<String> near = Spelling.nearest(option, names);
    throw new IllegalArgumentException(
        (option.startsWith("--")
                ? model + " has no setting " + option
                : "'" + option + "' is not an option")
            + near.map(name -> "; did you mean " + name + "?").orElse(";")
            + (names.isEmpty()
                ? " " + model + " has no settings"
                : " " + model + " has " + String.join(", ", names)));
  }

  private static Object parse(String option, Class<?> type, String text) {
    if (type == String.class) {
      return text;
    }
    if (type == boolean.class) {
      if (text.equals("true") || text.equals("false")) {
        return text.equals("true");
      }
      throw new IllegalArgumentException(option + " is true or false, not " + text);
    }
    if (type.isEnum()) {
      return constant(option, type, text);
    }
    try {
      if (type == int.class) {
        return Integer.parseInt(text);
      }
      float number = Float.parseFloat(text);
      if (Float.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, the same for all that is no number.
    }
    throw new IllegalArgumentException(
        option + " is a " + (type == int.class ? "whole " : "") + "number, not " + text);
  }

  private static Object constant(String option, Class<?> type, String text) {
    Object[] constants = type.getEnumConstants();
    for (Object constant : constants) {
      if (name((Enum<?>) constant).equals(text.toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        option
            + " is one of "
            + Arrays.stream(constants)
                .map(constant -> name((Enum<?>) constant))
                .collect(Collectors.joining(", "))
            + ", not "
            + text);
  }

  @SuppressWarnings("unchecked") // The constructor of the class of the defaults.
  private static <S extends Record> S make(S defaults, Iterator<Object> values) {
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    Object[] made = new Object[components.length];
    for (int i = 0; i < made.length; i++) {
      made[i] =
          value(defaults, components[i]) instanceof Record several
              ? make(several, values)
              : values.next();
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
      Constructor<?> constructor = defaults.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return (S) constructor.newInstance(made);
    } catch (InvocationTargetException e) {
      Throwable refused = e.getCause();
      throw new IllegalArgumentException(
          refused == null ? "these settings cannot be" : String.valueOf(refused.getMessage()), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + defaults.getClass(), e);
    }
  }

  private static Object value(Record settings, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private static String name(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
