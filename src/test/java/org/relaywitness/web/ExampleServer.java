package org.relaywitness.web;

import org.relaywitness.lookup.ExampleDocuments;
import org.relaywitness.lookup.ExampleRecords;

/** Serves the example records on a port, to look at the pages with one's own eyes. */
final class ExampleServer {
  private ExampleServer() {}

  /** Runs until it is stopped; the first argument is the port. */
  public static void main(String[] arguments) throws InterruptedException {
    try (WebServer server =
        new WebServer(
            ExampleRecords.history(), new ExampleDocuments(), ExampleRecords.CLOCK, FairUse.OFF)) {
      server.start("127.0.0.1", Integer.parseInt(arguments[0]));
      Thread.currentThread().join();
    }
  }
}
