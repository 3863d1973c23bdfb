package org.relaywitness.archive.collector;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one file.
 *
 * @param sha256 of the file as it stands here, 64 lower-case hex digits; {@code null} unless it is
 *     here whole
 * @param local the whole file; {@code null} unless it is here whole
 * @param message what went wrong, with the file's address or path; empty where nothing did
 */
public record FetchResult(
    CollectorFile file, Kind kind, @Nullable String sha256, @Nullable Path local, String message) {

  /** How it ended. */
  public enum Kind {
    /** Fetched now, checked, and whole. */
    FETCHED,
    /** Whole here already, from an earlier run. */
    PRESENT,
    /** Gone from the server since the index was written. */
    GONE,
    /** The server has other content than its index describes. */
    OTHER_CONTENT,
    /** Not to be had, for now or at all. */
    FAILED
  }

  static FetchResult whole(CollectorFile file, Kind kind, String sha256, Path local) {
    return new FetchResult(file, kind, sha256, local, "");
  }

  static FetchResult without(CollectorFile file, Kind kind, String message) {
    return new FetchResult(file, kind, null, null, message);
  }

  /** The whole file, where there is one. */
  public Optional<Path> path() {
    return Optional.ofNullable(local);
  }
}
