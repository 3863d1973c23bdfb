package org.relaywitness.cli;

import java.io.PrintWriter;
import org.relaywitness.lookup.InvalidQuestionException;

/** Says on stderr what is wrong with a question. */
final class Problems {
  private Problems() {}

  /** One line for each problem: the parameter, and what is expected. */
  static void print(InvalidQuestionException invalid, PrintWriter err) {
    for (InvalidQuestionException.Problem problem : invalid.problems()) {
      err.println("relaywitness: " + problem.parameter() + ": " + problem.detail());
    }
    err.flush();
  }
}
