package org.relaywitness.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.relaywitness.trust.AuthorityList;
import org.relaywitness.trust.AuthorityListException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The directory authorities that a command trusts. */
final class Authorities {
  private Authorities() {}

  /** The list that is configured, else the built-in one. */
  static AuthorityList of(Settings settings, CommandLine command) throws IOException {
    Path file = settings.authorities();
    if (file == null) {
      return AuthorityList.bundled();
    }
    try {
      return AuthorityList.read(file);
    } catch (AuthorityListException e) {
      throw new ParameterException(command, String.valueOf(e.getMessage()), e);
    }
  }
}
