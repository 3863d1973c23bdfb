package org.relaywitness.archive.collector;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folders of CollecTor that files are fetched from; nothing outside of them is. In the order in
 * which to import them: certificates first, so that what they sign is verified at once.
 */
public enum CollectorFolder {
  /** One tarball with the key certificates of all years. */
  ARCHIVE_CERTS("archive/relay-descriptors/", "certs\\.tar\\.xz", Sizes.TARBALL),
  /** Key certificates of the last 72 hours. */
  RECENT_CERTS("recent/relay-descriptors/certs/", Names.PLAIN, Sizes.SINGLE),
  /** Consensuses of flavour ns of the last 72 hours. */
  RECENT_CONSENSUSES("recent/relay-descriptors/consensuses/", Names.PLAIN, Sizes.SINGLE),
  /** Consensuses of flavour microdesc of the last 72 hours. */
  RECENT_MICRODESC(
      "recent/relay-descriptors/microdescs/consensus-microdesc/", Names.PLAIN, Sizes.SINGLE),
  /** Exit lists of the last 72 hours. */
  RECENT_EXIT_LISTS("recent/exit-lists/", Names.PLAIN, Sizes.SINGLE),
  /** A tarball of consensuses of flavour ns for each month. */
  ARCHIVE_CONSENSUSES(
      "archive/relay-descriptors/consensuses/", "consensuses-" + Names.MONTH, Sizes.TARBALL),
  /** A tarball of consensuses of flavour microdesc, and of microdescriptors, for each month. */
  ARCHIVE_MICRODESC(
      "archive/relay-descriptors/microdescs/", "microdescs-" + Names.MONTH, Sizes.TARBALL),
  /** A tarball of exit lists for each month. */
  ARCHIVE_EXIT_LISTS("archive/exit-lists/", "exit-list-" + Names.MONTH, Sizes.TARBALL);

  private static final class Names {
    /** No separator, no leading dot, and none of the endings that unfinished files have. */
    static final String PLAIN = "(?!.*\\.part(\\.from)?$)[A-Za-z0-9][A-Za-z0-9._-]{0,150}";

    static final String MONTH = "(?<month>[0-9]{4}-[0-9]{2})\\.tar\\.xz";
  }

  private static final class Sizes {
    static final long SINGLE = 128L << 20;
    static final long TARBALL = 16L << 30;
  }

  private final String path;
  private final Pattern names;
  private final long maxBytes;

  CollectorFolder(String path, String names, long maxBytes) {
    this.path = path;
    this.names = Pattern.compile(names);
    this.maxBytes = maxBytes;
  }

  /** The folder below the web root, with {@code /} at its end. */
  public String path() {
    return path;
  }

  /** Whether files here are of the last 72 hours, not archives. */
  public boolean isRecent() {
    return path.startsWith("recent/");
  }

  /** The longest file accepted here. */
  long maxBytes() {
    return maxBytes;
  }

  /** Whether a file of this name is expected here; such a name is safe as a file's name. */
  boolean accepts(String name) {
    return names.matcher(name).matches();
  }

  /** The month of a monthly tarball. */
  Optional<YearMonth> month(String name) {
    Matcher matcher = names.matcher(name);
    if (!names.pattern().contains("<month>") || !matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(YearMonth.parse(matcher.group("month")));
    } catch (DateTimeException e) {
      return Optional.empty(); // a thirteenth month: no month that anyone asks for
    }
  }

  /** The folder of this path, which ends in {@code /}. */
  static @Nullable CollectorFolder findPath(String path) {
    for (CollectorFolder folder : values()) {
      if (folder.path.equals(path)) {
        return folder;
      }
    }
    return null;
  }
}
