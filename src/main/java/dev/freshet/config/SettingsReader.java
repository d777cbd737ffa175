package dev.freshet.config;

import dev.freshet.config.FreshetSettings.CrossCheck;
import dev.freshet.config.SettingValues.Given;
import dev.freshet.topics.KafkaSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads settings from where people put them; what is added later overrides. All problems of all
 * places are collected and reported together by {@link #read}.
 */
public final class SettingsReader {

  /**
   * What holds in the end, to show to people.
   *
   * @param value secrets are hidden
   * @param origin file, variable or option that said so
   */
  public record Effective(String key, String value, String origin) {}

  /** A URL with user and password. */
  private static final Pattern LOGIN_IN_URL = Pattern.compile("://[^/@\\s]*:[^/@\\s]*@");

  private final Map<String, Given> given = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** Adds a properties file, UTF-8. */
  public SettingsReader file(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      problems.add("cannot read " + file + ": there is no such file");
    } catch (CharacterCodingException e) {
      problems.add("cannot read " + file + ": it is not UTF-8");
    } catch (IOException | IllegalArgumentException e) {
      problems.add("cannot read " + file + ": " + e.getMessage());
    }
    for (String key : properties.stringPropertyNames()) {
      set(key, properties.getProperty(key), file.toString());
    }
    return this;
  }

  /** Adds those environment variables that speak of settings; empty ones do not. */
  public SettingsReader environment(Map<String, String> variables) {
    for (Map.Entry<String, String> e : new TreeMap<>(variables).entrySet()) {
      String name = e.getKey();
      if (name.startsWith(EnvironmentNames.PREFIX) && !e.getValue().isEmpty()) {
        Optional<String> key = EnvironmentNames.key(name);
        if (EnvironmentNames.isServiceLink(e.getValue())) {
          if (key.isPresent()) {
            warnings.add(
                "environment variable %s is passed over: %s is the address of a Kubernetes Service, not a value of %s; name the Service otherwise, or set enableServiceLinks: false in the pod"
                    .formatted(name, e.getValue(), key.get()));
          }
        } else if (key.isPresent()) {
          set(key.get(), e.getValue(), "environment variable " + name);
        } else if (!EnvironmentNames.isForOthers(name)) {
          problems.add(
              "environment variable " + name + " sets nothing" + EnvironmentNames.meant(name));
        }
      }
    }
    return this;
  }

  /** What was passed over so far, one line each, to show to people. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Whether nobody but the process should see the value of a key. */
  public static boolean isSecret(String key) {
    return key.startsWith(KafkaSettings.PREFIX) && KafkaChecks.isSecret(key);
  }

  /**
   * Adds pairs from a command line.
   *
   * @param origin the option that they were given with
   */
  public SettingsReader commandLine(Map<String, String> pairs, String origin) {
    pairs.forEach((key, value) -> set(key, value, origin));
    return this;
  }

  private void set(String key, String value, String origin) {
    given.put(key, new Given(value, origin));
  }

  /**
   * The settings, checked.
   *
   * @param required settings without default that must have been given
   * @throws SettingsException if anything is wrong, naming every problem
   */
  public FreshetConfig read(Setting<?>... required) {
    return FreshetConfig.from(checked(required));
  }

  /**
   * Every setting with its value and where it comes from, those of Kafka and of further events that
   * were given included.
   *
   * @throws SettingsException if anything is wrong, naming every problem
   */
  public List<Effective> effective() {
    SettingValues values = checked();
    List<Effective> all = new ArrayList<>();
    for (Setting<?> setting : FreshetSettings.all()) {
      String value = values.text(setting).orElse("");
      all.add(new Effective(setting.key(), value, values.origin(setting)));
    }
    List<String> listed = FreshetSettings.all().stream().<String>map(Setting::key).toList();
    new TreeMap<>(given)
        .forEach(
            (key, g) -> {
              boolean isOfEvents = EventSettings.find(key).isPresent() && !listed.contains(key);
              if (isOfEvents || TopicSettings.isOne(key)) {
                all.add(new Effective(key, g.text(), g.origin()));
              } else if (key.startsWith(KafkaSettings.PREFIX)) {
                all.add(new Effective(key, shown(key, g), g.origin()));
              }
            });
    return all;
  }

  private SettingValues checked(Setting<?>... required) {
    List<String> all = new ArrayList<>(problems);
    new TreeMap<>(given).forEach((key, g) -> problem(key, g).ifPresent(all::add));
    EventSettings.problem(given.keySet()).ifPresent(all::add);
    JaasLine.missingHandler(
            name -> Optional.ofNullable(given.get(KafkaSettings.PREFIX + name)).map(Given::text))
        .ifPresent(all::add);
    for (Setting<?> setting : required) {
      if (!given.containsKey(setting.key())) {
        all.add(
            setting.key()
                + " is missing: set it in the file given with --config, with --set "
                + setting.key()
                + "=... or in "
                + setting.environmentVariable());
      }
    }
    SettingValues values = new SettingValues(given);
    for (CrossCheck check : FreshetSettings.CROSS_CHECKS) {
      contradiction(check, values).ifPresent(all::add);
    }
    if (!all.isEmpty()) {
      throw new SettingsException(all);
    }
    return values;
  }

  private static Optional<String> problem(String key, Given g) {
    if (key.startsWith(KafkaSettings.PREFIX)) {
      return KafkaChecks.problem(key, g.text())
          .map(text -> line(key, shown(key, g), g.origin(), text));
    }
    if (TopicSettings.isOne(key)) {
      return TopicSettings.problem(key, g.text())
          .map(text -> line(key, g.text(), g.origin(), text));
    }
    Optional<Setting<?>> setting = FreshetSettings.find(key);
    if (setting.isEmpty()) {
      return Optional.of(key + " (" + g.origin() + "): there is no such setting" + meant(key));
    }
    return setting.get().accepts(g.text())
        ? Optional.empty()
        : Optional.of(line(key, g.text(), g.origin(), "expected " + setting.get().expected()));
  }

  /** A value as people may see it. */
  private static String shown(String key, Given g) {
    return KafkaChecks.isSecret(key) || LOGIN_IN_URL.matcher(g.text()).find()
        ? "(hidden)"
        : g.text();
  }

  private static Optional<String> contradiction(CrossCheck check, SettingValues values) {
    List<String> shown = new ArrayList<>();
    for (Setting<?> setting : check.about()) {
      String text = values.text(setting).orElse("");
      if (!setting.accepts(text)) {
        return Optional.empty();
      }
      shown.add(setting.key() + " = " + text + " (" + values.origin(setting) + ")");
    }
    return check.holds().test(values)
        ? Optional.empty()
        : Optional.of(String.join(", ", shown) + ": expected " + check.expected());
  }

  private static String line(String key, String value, String origin, String problem) {
    return key + " = " + value + " (" + origin + "): " + problem;
  }

  private static String meant(String key) {
    List<String> keys = new ArrayList<>(FreshetSettings.all().stream().map(Setting::key).toList());
    return Spelling.nearest(key, keys)
        .map(meant -> "; did you mean " + meant + "?")
        .orElse("; Kafka's own start with kafka., `freshet settings` lists the others");
  }
}
