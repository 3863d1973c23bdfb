package org.relaywitness.cli;

/** How a history, a list of exits, coverage, or what a check showed is printed. */
enum PrintFormat {
  text,
  json
}
