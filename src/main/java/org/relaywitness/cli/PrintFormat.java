package org.relaywitness.cli;

/** How a history, a list of exits, or coverage is printed. */
enum PrintFormat {
  text,
  json
}
