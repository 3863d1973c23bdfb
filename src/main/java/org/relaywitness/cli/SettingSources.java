package org.relaywitness.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was set, and where: the file first, then the environment, then the command line, each over
 * what was there. A name that no key has is a problem, for it is a misspelt one.
 */
final class SettingSources {
  private static final String PREFIX = "RELAYWITNESS_";

  /** Names the configuration file, where {@code --config} does not. */
  static final String CONFIG_VARIABLE = PREFIX + "CONFIG";

  private final Map<Settings.Key, String> values = new EnumMap<>(Settings.Key.class);
  private final Map<Settings.Key, String> origins = new EnumMap<>(Settings.Key.class);
  private final List<String> problems;

  private SettingSources(List<String> problems) {
    this.problems = problems;
  }

  /**
   * Reads all three.
   *
   * @param file {@code null}: none
   * @param problems what is wrong is added here
   */
  static SettingSources read(
      Map<Settings.Key, String> flags,
      Map<String, String> environment,
      @Nullable Path file,
      List<String> problems) {
    SettingSources sources = new SettingSources(problems);
    if (file != null) {
      sources.readFile(file);
    }
    sources.readEnvironment(environment);
    flags.forEach((key, value) -> sources.put(key, value, "command line"));
    sources.values.forEach(
        (key, value) -> {
          if (value.isBlank()) {
            problems.add(
                key.property()
                    + ": is empty ("
                    + sources.origins.get(key)
                    + "); leave it out to have the default");
          }
        });
    sources.values.values().removeIf(String::isBlank);
    return sources;
  }

  /** The values that were set. */
  Map<Settings.Key, String> values() {
    return Collections.unmodifiableMap(values);
  }

  /** Where a key was set; {@code null}: nowhere. */
  @Nullable String origin(Settings.Key key) {
    return values.containsKey(key) ? origins.get(key) : null;
  }

  private void put(Settings.Key key, String value, String origin) {
    values.put(key, value);
    origins.put(key, origin);
  }

  private void readFile(Path file) {
    Set<Object> twice = new TreeSet<>();
    Properties properties =
        new Properties() {
          private static final long serialVersionUID = 1L;

          @Override
          public synchronized @Nullable Object put(Object name, Object value) {
            if (containsKey(name)) {
              twice.add(name);
            }
            return super.put(name, value);
          }
        };
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      String reason = e instanceof IOException ? e.getClass().getSimpleName() : e.getMessage();
      problems.add(file + ": the configuration file cannot be read: " + reason);
      return;
    }
    twice.forEach(name -> problems.add(file + ": the key \"" + name + "\" is set twice"));
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      Settings.Key key = findKey(name);
      if (key == null) {
        problems.add(file + ": unknown key \"" + name + "\"; known are " + knownKeys());
      } else {
        put(key, properties.getProperty(name).strip(), file.toString());
      }
    }
  }

  private void readEnvironment(Map<String, String> environment) {
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      if (!name.startsWith(PREFIX) || name.equals(CONFIG_VARIABLE)) {
        continue;
      }
      Settings.Key key = null;
      for (Settings.Key candidate : Settings.Key.values()) {
        if (candidate.variable().equals(name)) {
          key = candidate;
        }
      }
      if (key == null) {
        problems.add("unknown environment variable " + name);
      } else {
        put(key, variable.getValue().strip(), name);
      }
    }
  }

  private static Settings.@Nullable Key findKey(String property) {
    for (Settings.Key key : Settings.Key.values()) {
      if (key.property().equals(property)) {
        return key;
      }
    }
    return null;
  }

  private static String knownKeys() {
    List<String> names = new ArrayList<>();
    for (Settings.Key key : Settings.Key.values()) {
      names.add(key.property());
    }
    return String.join(", ", names);
  }
}
