package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says in one line what went wrong, and chooses the exit code. */
final class FaultHandler implements IExecutionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FaultHandler.class);

  @Override
  public int handleExecutionException(
      Exception fault, CommandLine commandLine, ParseResult parsed) {
    PrintWriter err = commandLine.getErr();
    if (fault instanceof NoSuchFileException missing) {
      err.println("relaywitness: " + missing.getFile() + ": no such file or folder");
      return ExitCode.USAGE;
    }
    if (fault instanceof ParameterException usage) {
      err.println("relaywitness: " + usage.getMessage());
      return ExitCode.USAGE;
    }
    err.println("relaywitness: " + message(fault));
    LOG.debug("fault", fault);
    return ExitCode.FAULT;
  }

  private static String message(Throwable fault) {
    StringBuilder text = new StringBuilder();
    String last = "";
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      String message =
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      if (cause instanceof IOException && cause.getMessage() == null) {
        message = "input or output failed";
      }
      if (!last.contains(message)) {
        text.append(text.isEmpty() ? "" : ": ").append(message);
        last = message;
      }
    }
    return text.toString();
  }
}
