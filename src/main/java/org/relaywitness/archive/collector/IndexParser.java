package org.relaywitness.archive.collector;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads {@code index/index.json}: nested {@code directories}, each with a {@code path} and {@code
 * files}. Members may come in any order, and members that are not known are passed over.
 */
final class IndexParser {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int MAX_DEPTH = 32;
  private static final int SHA256_LENGTH = 32;
  private static final int MAX_SHOWN = 200;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  private final JsonParser in;
  private final List<CollectorFile> files = new ArrayList<>();
  private final List<CollectorIndex.Refused> refused = new ArrayList<>();

  /** A file whose folder is not known yet; {@code path} is relative to what is being read. */
  private record Entry(
      String path, long size, @Nullable String lastModified, @Nullable String sha256) {
    Entry below(String folder) {
      return new Entry(folder + "/" + path, size, lastModified, sha256);
    }
  }

  private IndexParser(JsonParser in) {
    this.in = in;
  }

  /**
   * The files that the index lists in known folders.
   *
   * @throws CollectorException when it is no such index
   */
  static CollectorIndex parse(byte[] json, int length) throws CollectorException {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json, 0, length)) {
      IndexParser reading = new IndexParser(parser);
      reading.read();
      return new CollectorIndex(reading.files, reading.refused);
    } catch (JacksonException e) {
      throw new CollectorException(
          "index/index.json: found damaged JSON at byte "
              + e.getLocation().getByteOffset()
              + ", expected CollecTor's index",
          e);
    }
  }

  private void read() throws CollectorException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw unexpected("a JSON object");
    }
    List<Entry> entries = folder(0, true);
    if (in.nextToken() != null) {
      throw unexpected("its end");
    }
    for (Entry entry : entries) {
      take(entry);
    }
    files.sort(Comparator.comparing(CollectorFile::path));
    for (int i = files.size() - 1; i > 0; i--) {
      if (files.get(i).path().equals(files.get(i - 1).path())) {
        refuse(files.get(i).folder(), files.get(i).path() + ": listed twice in the index");
        files.remove(i);
      }
    }
  }

  /** The files of an object whose first brace is read; their paths below that folder. */
  private List<Entry> folder(int depth, boolean isRoot) throws CollectorException {
    if (depth > MAX_DEPTH) {
      throw unexpected("at most " + MAX_DEPTH + " folders in one another");
    }
    String path = null;
    List<Entry> entries = new ArrayList<>();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (name.equals("files") && value == JsonToken.START_ARRAY) {
        while (in.nextToken() == JsonToken.START_OBJECT) {
          Entry entry = file();
          if (entry != null) {
            entries.add(entry);
          }
        }
        requireEnd(JsonToken.END_ARRAY);
      } else if (name.equals("directories") && value == JsonToken.START_ARRAY) {
        while (in.nextToken() == JsonToken.START_OBJECT) {
          entries.addAll(folder(depth + 1, false));
        }
        requireEnd(JsonToken.END_ARRAY);
      } else if (name.equals("path") && value == JsonToken.VALUE_STRING) {
        path = in.getString();
      } else {
        in.skipChildren();
      }
    }
    requireEnd(JsonToken.END_OBJECT);
    if (isRoot) {
      return entries; // its path is the address of the server, which is known better
    }
    if (path == null) {
      throw unexpected("the folder's path");
    }
    String folder = path;
    return entries.stream().map(entry -> entry.below(folder)).toList();
  }

  private @Nullable Entry file() throws CollectorException {
    String path = null;
    long size = -1;
    String lastModified = null;
    String sha256 = null;
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (value == JsonToken.VALUE_STRING && name.equals("path")) {
        path = in.getString();
      } else if (value == JsonToken.VALUE_STRING && name.equals("last_modified")) {
        lastModified = in.getString();
      } else if (value == JsonToken.VALUE_STRING && name.equals("sha256")) {
        sha256 = in.getString();
      } else if (value == JsonToken.VALUE_NUMBER_INT && name.equals("size")) {
        size = in.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? -1 : in.getLongValue();
      } else {
        in.skipChildren();
      }
    }
    requireEnd(JsonToken.END_OBJECT);
    return path == null ? null : new Entry(path, size, lastModified, sha256);
  }

  private void take(Entry entry) {
    // The longest known folder counts: a file's own path must not add to it.
    CollectorFolder folder = null;
    for (CollectorFolder known : CollectorFolder.values()) {
      boolean longer = folder == null || known.path().length() > folder.path().length();
      if (entry.path().startsWith(known.path()) && longer) {
        folder = known;
      }
    }
    if (folder == null) {
      return;
    }
    String name = entry.path().substring(folder.path().length());
    if (!folder.accepts(name)) {
      // Beside the archives lie other files; among the newest documents none may go unseen.
      if (folder.isRecent()) {
        refuse(folder, shown(entry.path()) + ": not a name that is expected there");
      }
      return;
    }
    if (entry.size() < 0 || entry.size() > folder.maxBytes()) {
      refuse(
          folder,
          folder.path()
              + name
              + ": found size "
              + (entry.size() < 0 ? "missing or not a number" : entry.size() + " bytes")
              + " in the index, expected at most "
              + folder.maxBytes());
      return;
    }
    String sha256 = entry.sha256() == null ? null : hex(entry.sha256());
    if (entry.sha256() != null && sha256 == null) {
      refuse(
          folder, folder.path() + name + ": the index has a sha256 that is not 32 bytes in Base64");
      return;
    }
    files.add(new CollectorFile(folder, name, entry.size(), minute(entry.lastModified()), sha256));
  }

  private void refuse(CollectorFolder folder, String reason) {
    refused.add(new CollectorIndex.Refused(folder, reason));
  }

  private static @Nullable String hex(String base64) {
    try {
      byte[] digest = Base64.getDecoder().decode(base64.strip());
      return digest.length == SHA256_LENGTH ? HexFormat.of().formatHex(digest) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The time as the index writes it, or nothing: it only tells versions apart. */
  private static String minute(@Nullable String text) {
    try {
      return text == null ? "" : LocalDateTime.parse(text, MINUTE).format(MINUTE);
    } catch (DateTimeException e) {
      return "";
    }
  }

  private static String shown(String text) {
    String plain = text.replaceAll("[^ -~]", "?");
    return plain.length() > MAX_SHOWN ? plain.substring(0, MAX_SHOWN) + "..." : plain;
  }

  private void requireEnd(JsonToken expected) throws CollectorException {
    if (in.currentToken() != expected) {
      throw unexpected(expected == JsonToken.END_ARRAY ? "an array of objects" : "an object's end");
    }
  }

  private CollectorException unexpected(String expected) {
    return new CollectorException(
        "index/index.json: found "
            + (in.currentToken() == null ? "its end" : in.currentToken())
            + " at byte "
            + in.currentTokenLocation().getByteOffset()
            + ", expected "
            + expected);
  }
}
