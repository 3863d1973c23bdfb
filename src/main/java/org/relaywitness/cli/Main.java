package org.relaywitness.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.cli.Settings.InvalidSettingsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. Data goes to stdout; progress, notes and errors go to stderr. */
@Command(
    name = "relaywitness",
    description = {
      "Was this IP address a Tor relay, and could Tor traffic leave from it, at that time?",
      ""
    },
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = VersionText.class,
    usageHelpAutoWidth = true,
    subcommands = {
      DemoCommand.class,
      ImportCommand.class,
      SyncCommand.class,
      ServeCommand.class,
      LookupCommand.class,
      RelayCommand.class,
      ExitsCommand.class,
      CoverageCommand.class,
      ExportCommand.class,
      ForgetCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      ConfigCommand.class,
      VerifyCommand.class,
      SampleCommand.class
    })
public final class Main implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Configuration file; its keys are in etc/relaywitness.properties.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "Folder of the embedded database (default: $XDG_DATA_HOME/relaywitness, else"
              + " ~/.local/share/relaywitness).")
  private @Nullable String data;

  @Option(
      names = "--database",
      paramLabel = "JDBC-URL",
      scope = ScopeType.INHERIT,
      description = "A PostgreSQL server (14 or later) instead of the embedded database.")
  private @Nullable String database;

  @Option(
      names = "--allow-superuser",
      scope = ScopeType.INHERIT,
      description = "Works on a server even as a superuser, which is refused otherwise.")
  private boolean allowSuperuser;

  @Option(
      names = "--authorities",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "List of directory authorities instead of the built-in one, for other networks and for"
              + " archives that \"sample\" wrote.")
  private @Nullable String authorities;

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    // The PDF draws with the platform's geometry; no window, and no display, is ever wanted.
    System.setProperty("java.awt.headless", "true");
    System.exit(execute(args));
  }

  /** Runs one command; the exit code is one of {@link ExitCode}. */
  static int execute(String... args) {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    commandLine.setParameterExceptionHandler(Main::explainUsage);
    commandLine.setExecutionExceptionHandler(new FaultHandler());
    return commandLine.execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec().commandLine(), "expected a command");
  }

  /** What is configured, from the options given, the environment and the configuration file. */
  Settings settings() {
    return settings(Map.of());
  }

  /** As {@link #settings()}, with options of one command added. */
  Settings settings(Map<Settings.Key, String> commandFlags) {
    try {
      Settings settings = Settings.load(flags(commandFlags), System.getenv(), configFile());
      Logs.set(settings.log());
      return settings;
    } catch (InvalidSettingsException e) {
      throw new ParameterException(spec().commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** What the command line sets, with options of one command added. */
  Map<Settings.Key, String> flags(Map<Settings.Key, String> commandFlags) {
    Map<Settings.Key, String> flags = new EnumMap<>(Settings.Key.class);
    put(flags, Settings.Key.DATA, data);
    put(flags, Settings.Key.DATABASE, database);
    put(flags, Settings.Key.AUTHORITIES, authorities);
    if (allowSuperuser) {
      flags.put(Settings.Key.ALLOW_SUPERUSER, "true");
    }
    flags.putAll(commandFlags);
    return flags;
  }

  /** The configuration file; {@code null}: none is named. */
  @Nullable Path configFile() {
    String variable = System.getenv(SettingSources.CONFIG_VARIABLE);
    return config != null || variable == null ? config : Path.of(variable);
  }

  private static void put(
      Map<Settings.Key, String> flags, Settings.Key key, @Nullable String value) {
    if (value != null) {
      flags.put(key, value);
    }
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command");
    }
    return spec;
  }

  private static int explainUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("relaywitness: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }
}
