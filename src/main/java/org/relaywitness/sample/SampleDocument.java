package org.relaywitness.sample;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * One document of a sample, and where CollecTor would keep it.
 *
 * @param time valid-after of a consensus, the time of an exit list, or the day of publication of a
 *     certificate
 * @param name the file's name
 * @param bytes with the {@code @type} line; for reading only
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes, handed on once
public record SampleDocument(Kind kind, Instant time, String name, byte[] bytes) {

  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("uuuu-MM").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("dd").withZone(ZoneOffset.UTC);

  /** The kinds of documents, each in folders of its own. */
  public enum Kind {
    /** A key certificate of an authority. */
    CERTIFICATE,
    /** A consensus of flavour ns. */
    CONSENSUS,
    /** A consensus of flavour microdesc. */
    CONSENSUS_MICRODESC,
    /** An exit list. */
    EXIT_LIST
  }

  /** The path of the plain file: {@code recent/exit-lists/2024-03-05-14-02-00}. */
  public String recentPath() {
    return switch (kind) {
          case CERTIFICATE -> "recent/relay-descriptors/certs/";
          case CONSENSUS -> "recent/relay-descriptors/consensuses/";
          case CONSENSUS_MICRODESC -> "recent/relay-descriptors/microdescs/consensus-microdesc/";
          case EXIT_LIST -> "recent/exit-lists/";
        }
        + name;
  }

  /** The path of the tarball: {@code archive/exit-lists/exit-list-2024-03.tar.xz}. */
  public String tarballPath() {
    return switch (kind) {
          case CERTIFICATE -> "archive/relay-descriptors/certs";
          case CONSENSUS -> "archive/relay-descriptors/consensuses/" + monthFolder();
          case CONSENSUS_MICRODESC -> "archive/relay-descriptors/microdescs/" + monthFolder();
          case EXIT_LIST -> "archive/exit-lists/" + monthFolder();
        }
        + ".tar.xz";
  }

  /** The path within the tarball: {@code exit-list-2024-03/05/2024-03-05-14-02-00}. */
  public String memberPath() {
    return switch (kind) {
      case CERTIFICATE -> "certs/" + name;
      case CONSENSUS, EXIT_LIST -> monthFolder() + "/" + DAY.format(time) + "/" + name;
      case CONSENSUS_MICRODESC ->
          monthFolder() + "/consensus-microdesc/" + DAY.format(time) + "/" + name;
    };
  }

  private String monthFolder() {
    String prefix =
        switch (kind) {
          case CERTIFICATE -> "certs-";
          case CONSENSUS -> "consensuses-";
          case CONSENSUS_MICRODESC -> "microdescs-";
          case EXIT_LIST -> "exit-list-";
        };
    return prefix + MONTH.format(time);
  }
}
