package org.relaywitness.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import java.io.PrintWriter;
import java.io.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log on stderr, in the form that the settings want. */
final class Logs {
  private static final String OURS = "org.relaywitness";

  /** What a serving process says to its operator, when that goes into the log. */
  private static final Logger NOTICES = LoggerFactory.getLogger("relaywitness");

  private Logs() {}

  /** Sets level and form; nothing where another log than the built-in one was configured. */
  static void set(Settings.Log wanted) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    context.getLogger(OURS).setLevel(Level.toLevel(wanted.level()));
    Appender<ILoggingEvent> appender =
        context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr");
    if (wanted.json() && appender instanceof ConsoleAppender<ILoggingEvent> console) {
      JsonEncoder encoder = new JsonEncoder();
      encoder.setContext(context);
      encoder.setWithFormattedMessage(true);
      encoder.setWithMessage(false);
      encoder.setWithArguments(false);
      encoder.setWithContext(false);
      encoder.setWithSequenceNumber(false);
      encoder.start();
      console.stop();
      console.setEncoder(encoder);
      console.start();
    }
  }

  /** Takes lines for the operator into the log, so that all of stderr has one form. */
  static PrintWriter asWriter() {
    return new PrintWriter(new Lines(), true);
  }

  private static final class Lines extends Writer {
    private final StringBuilder line = new StringBuilder();

    @Override
    public void write(char[] characters, int from, int length) {
      for (int i = from; i < from + length; i++) {
        if (characters[i] == '\n') {
          log(line.toString().stripTrailing());
          line.setLength(0);
        } else {
          line.append(characters[i]);
        }
      }
    }

    /** Lines that begin with the program's name tell of trouble. */
    private static void log(String line) {
      String name = "relaywitness: ";
      if (line.startsWith(name)) {
        NOTICES.warn(line.substring(name.length()));
      } else if (!line.isEmpty()) {
        NOTICES.info(line);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      if (line.length() > 0) {
        log(line.toString());
        line.setLength(0);
      }
    }
  }
}
