package org.relaywitness.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.relaywitness.sample.SampleDocument.Kind;

/** Writes each document into the tarball where CollecTor keeps it. */
final class TarballSink implements DocumentSink, AutoCloseable {
  /** Documents of an hour repeat those of the hour before: little effort saves nearly all. */
  private static final int PRESET = 2;

  private final Path folder;
  private final Map<Kind, Open> open = new EnumMap<>(Kind.class);

  private record Open(String path, Tarball tarball) {}

  TarballSink(Path folder) {
    this.folder = folder;
  }

  @Override
  public void document(SampleDocument document) throws IOException {
    String path = document.tarballPath();
    Open current = open.get(document.kind());
    if (current == null || !current.path().equals(path)) {
      if (current != null) {
        current.tarball().close(); // documents come in order of time: this month is over
      }
      Path file = folder.resolve(path);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      current = new Open(path, new Tarball(file, PRESET));
      open.put(document.kind(), current);
    }
    current.tarball().add(document.memberPath(), document.time(), document.bytes());
  }

  @Override
  public void close() throws IOException {
    List<IOException> faults = new ArrayList<>();
    for (Open one : open.values()) {
      try {
        one.tarball().close();
      } catch (IOException e) {
        faults.add(e);
      }
    }
    open.clear();
    if (!faults.isEmpty()) {
      IOException first = faults.get(0);
      faults.subList(1, faults.size()).forEach(first::addSuppressed);
      throw first;
    }
  }
}
