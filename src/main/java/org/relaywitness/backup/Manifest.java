package org.relaywitness.backup;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.PackRestore;
import org.relaywitness.store.BackedTable;

/**
 * What a backup holds, in its member {@code manifest.txt}: one fact a line, words parted by one
 * space, and the line {@code end} last.
 *
 * @param version of the product that wrote it
 * @param schema the newest migration of the database it was taken from
 * @param created when it was begun: everything committed before is in it
 * @param content the digest that {@code coverage --digest} gave for the database
 * @param documents how many consensuses and exit lists the tables name
 * @param missing how many of these are in none of its packs: not kept when it was taken
 */
record Manifest(
    String version,
    String schema,
    Instant created,
    Sha256 content,
    long documents,
    long missing,
    List<Table> tables,
    List<Pack> packs) {
  static final String MEMBER = "manifest.txt";
  private static final String FIRST = "relaywitness-backup 1";
  private static final String LAST = "end";

  Manifest {
    tables = List.copyOf(tables);
    packs = List.copyOf(packs);
  }

  /** A member of the file, with its length and digest unpacked. */
  record Content(long bytes, Sha256 sha256) {}

  /** A table and its rows. */
  record Table(BackedTable table, long rows, Content content) {
    static String member(String name) {
      return "tables/" + name + ".tsv";
    }

    String member() {
      return member(table.name());
    }
  }

  /** A pack of raw documents. */
  record Pack(String name, Content content) {
    static String member(String name) {
      return "documents/" + name;
    }

    String member() {
      return member(name);
    }
  }

  String text() {
    StringBuilder text = new StringBuilder(FIRST).append('\n');
    text.append("version ").append(version).append('\n');
    text.append("schema ").append(schema).append('\n');
    text.append("created ").append(created).append('\n');
    text.append("content ").append(content).append('\n');
    text.append("documents ").append(documents).append('\n');
    text.append("missing ").append(missing).append('\n');
    for (Table table : tables) {
      text.append(
          String.format(
              Locale.ROOT,
              "table %s %d %d %s %s\n",
              table.table().name(),
              table.rows(),
              table.content().bytes(),
              table.content().sha256(),
              String.join(",", table.table().columns())));
    }
    for (Pack pack : packs) {
      text.append(
          String.format(
              Locale.ROOT,
              "pack %s %d %s\n",
              pack.name(),
              pack.content().bytes(),
              pack.content().sha256()));
    }
    return text.append(LAST).append('\n').toString();
  }

  /** Why a text is no manifest. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  /** Reads what {@link #text} wrote, and nothing else. */
  static Manifest parse(String text) throws UnreadableException {
    List<String> lines = text.lines().toList();
    if (lines.size() < 8 || !lines.get(0).equals(FIRST)) {
      throw new UnreadableException(
          "its manifest does not begin with \"" + FIRST + "\", the form that this version reads");
    }
    try {
      List<Table> tables = new ArrayList<>();
      List<Pack> packs = new ArrayList<>();
      for (String line : lines.subList(7, lines.size() - 1)) {
        if (line.startsWith("table ")) {
          tables.add(table(line.split(" ", -1)));
        } else {
          packs.add(pack(line.split(" ", -1)));
        }
      }
      Manifest manifest =
          new Manifest(
              value(lines.get(1), "version"),
              value(lines.get(2), "schema"),
              Instant.parse(value(lines.get(3), "created")),
              digest(value(lines.get(4), "content")),
              Long.parseLong(value(lines.get(5), "documents")),
              Long.parseLong(value(lines.get(6), "missing")),
              tables,
              packs);
      if (!manifest.text().equals(text)) {
        throw new UnreadableException("its manifest is not in the form that it is written in");
      }
      return manifest;
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new UnreadableException("its manifest cannot be read: " + e.getMessage());
    }
  }

  private static String value(String line, String name) {
    if (!line.startsWith(name + " ")) {
      throw new IllegalArgumentException("expected a line \"" + name + "\"");
    }
    return line.substring(name.length() + 1);
  }

  private static Sha256 digest(String hex) {
    Sha256 digest = Sha256.findHex(hex);
    if (digest == null) {
      throw new IllegalArgumentException("expected 64 hex digits");
    }
    return digest;
  }

  private static Table table(String[] words) {
    if (words.length != 6) {
      throw new IllegalArgumentException("a line \"table\" has six words");
    }
    return new Table(
        new BackedTable(words[1], List.of(words[5].split(",", -1))),
        Long.parseLong(words[2]),
        new Content(Long.parseLong(words[3]), digest(words[4])));
  }

  private static Pack pack(String[] words) {
    if (words.length != 4 || !words[0].equals("pack") || !PackRestore.isName(words[1])) {
      throw new IllegalArgumentException("expected a line \"pack\" with the name of a pack");
    }
    return new Pack(words[1], new Content(Long.parseLong(words[2]), digest(words[3])));
  }

  /** The names of all members, the manifest's included. */
  Set<String> members() {
    Set<String> members = new TreeSet<>(Set.of(MEMBER));
    tables.forEach(table -> members.add(table.member()));
    packs.forEach(pack -> members.add(pack.member()));
    return members;
  }
}
