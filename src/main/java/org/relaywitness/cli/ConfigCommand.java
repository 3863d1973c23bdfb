package org.relaywitness.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code config}. */
@Command(
    name = "config",
    description = {
      "Prints every setting with its value and where that comes from, as a configuration file.",
      "Passwords are in files that it names and does not read out."
    })
final class ConfigCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    // Whatever is wrong is told instead.
    Settings settings = main.settings();
    List<String> problems = new ArrayList<>();
    SettingSources sources =
        SettingSources.read(main.flags(Map.of()), System.getenv(), main.configFile(), problems);
    PrintWriter out = Checks.set(spec).commandLine().getOut();
    for (Settings.Key key : Settings.Key.values()) {
      String origin = sources.origin(key);
      out.println("# " + (origin == null ? "default" : origin));
      String value = origin == null ? key.standard() : sources.values().get(key);
      if (key == Settings.Key.DATA && origin == null) {
        value = settings.data().toString();
      }
      out.println(
          value == null ? "#" + key.property() + " =" : key.property() + " = " + shown(key, value));
    }
    out.flush();
    return ExitCode.DONE;
  }

  /** Without the parameters of a URL, which are nobody's business. */
  private static String shown(Settings.Key key, String value) {
    boolean url = key == Settings.Key.DATABASE || key == Settings.Key.READ_DATABASE;
    String plain = url ? Objects.requireNonNull(value.split("\\?", 2)[0]) : value;
    return plain.replace("\\", "\\\\");
  }
}
