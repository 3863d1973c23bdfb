package org.relaywitness.cli;

/** As what an answer is given. */
enum AnswerFormat {
  text,
  json,
  pdf,
  bundle
}
