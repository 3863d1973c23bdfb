package org.relaywitness.sample;

import java.io.IOException;

/** Takes the documents of a sample, one by one, in order of time; certificates come first. */
@FunctionalInterface
public interface DocumentSink {
  /** Takes one document; the sample goes on when this returns. */
  void document(SampleDocument document) throws IOException;
}
