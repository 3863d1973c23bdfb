package org.relaywitness.evidence.bulk;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.evidence.JsonBody;
import org.relaywitness.evidence.Moments;
import org.relaywitness.evidence.Problem;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.Untrusted;
import org.relaywitness.lookup.Limit;
import org.relaywitness.lookup.Question;

/**
 * A record for each line, LF line ends. What a relay has stands in one column for all relays of the
 * line, in the same order in each of these columns, with blanks between.
 */
final class CsvForm implements BulkForm {
  private static final String INVALID =
      Texts.of(Locale.ENGLISH).text("error.invalid_question.title");

  /** As a spreadsheet reads a cell: blanks before the sign do not count, nor does its width. */
  private static final Pattern FORMULA = Pattern.compile("\\s*[=+@\uff1d\uff0b\uff0d\uff20-]");

  private static final Pattern NUMBER = Pattern.compile("[+-][0-9]+(?:\\.[0-9]+)?");

  private static final List<String> COLUMNS =
      List.of(
          "line",
          "id",
          "address",
          "at",
          "date",
          "zone",
          "tolerance",
          "port",
          "verdict",
          "in_force",
          "provisional",
          "complete",
          "missing_consensuses",
          "missing_exit_lists",
          "as_of",
          "fingerprints",
          "nicknames",
          "matched",
          "exit_flag",
          "port_allowed",
          "limits",
          "error",
          "error_codes",
          "error_detail");

  private static final int LAST = COLUMNS.size();

  @Override
  public String start() {
    return written(List.of(COLUMNS));
  }

  @Override
  public String end() {
    return "";
  }

  @Override
  public String rows(List<BulkResult> results, boolean first) {
    return written(results.stream().map(CsvForm::row).toList());
  }

  @Override
  public String failure(Problem problem, boolean first) {
    return written(List.of(failed("", "", problem.title(), problem.type(), problem.detail())));
  }

  private static String written(List<List<String>> rows) {
    StringWriter text = new StringWriter(256 * rows.size());
    try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      rows.forEach(writer::writeRecord);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }

  private static List<String> row(BulkResult result) {
    String line = Long.toString(result.line());
    String id = result.id() == null ? "" : uncalculated(Untrusted.shown(result.id()));
    BulkResult.Essence answer = result.answer();
    if (answer == null) {
      return failed(
          line,
          id,
          INVALID,
          joined(result.problems(), problem -> problem.parameter() + ":" + problem.code(), " "),
          joined(
              result.problems(), problem -> problem.parameter() + ": " + problem.detail(), "; "));
    }
    Question question = answer.question();
    List<String> row = new ArrayList<>(LAST);
    row.add(line);
    row.add(id);
    row.add(Addresses.format(question.address()));
    row.add(time(question.at()));
    row.add(question.date() == null ? "" : question.date().toString());
    row.add(Moments.zoneId(question.zone()));
    row.add(question.tolerance().toString());
    row.add(question.port() == null ? "" : question.port().toString());
    row.add(answer.verdict().code());
    row.add(Boolean.toString(answer.inForce()));
    row.add(Boolean.toString(answer.provisional()));
    row.add(Boolean.toString(answer.complete()));
    row.add(Integer.toString(answer.missingConsensuses()));
    row.add(Integer.toString(answer.missingExitLists()));
    row.add(time(answer.asOf()));
    List<BulkResult.Relay> relays = answer.relays();
    row.add(joined(relays, relay -> relay.fingerprint().toString(), " "));
    row.add(joined(relays, relay -> harmless(relay.nickname()), " "));
    row.add(
        joined(
            relays,
            relay -> joined(relay.matched(), by -> by.name().toLowerCase(Locale.ROOT), "+"),
            " "));
    row.add(joined(relays, relay -> known(relay.exitFlag()), " "));
    row.add(joined(relays, relay -> known(relay.portAllowed()), " "));
    row.add(joined(answer.limits(), Limit::code, " "));
    row.add("");
    row.add("");
    row.add("");
    return row;
  }

  private static List<String> failed(
      String line, String id, String title, String codes, String detail) {
    List<String> row = new ArrayList<>(LAST);
    row.add(line);
    row.add(id);
    while (row.size() < LAST - 3) {
      row.add("");
    }
    row.add(title);
    row.add(codes);
    row.add(detail);
    return row;
  }

  private static <T> String joined(List<T> values, Function<T, String> text, String between) {
    return values.isEmpty() ? "" : values.stream().map(text).collect(Collectors.joining(between));
  }

  private static String known(@Nullable Boolean value) {
    return value == null ? "unknown" : value.toString();
  }

  private static String time(@Nullable Instant time) {
    return time == null ? "" : JsonBody.time(time);
  }

  /** With an apostrophe before what a spreadsheet would take for a formula; a number stays. */
  private static String uncalculated(String id) {
    return FORMULA.matcher(id).lookingAt() && !NUMBER.matcher(id).matches() ? "'" + id : id;
  }

  /**
   * A nickname is one to nineteen letters and digits; one that is not could be taken for two, or
   * for a formula by a spreadsheet.
   */
  private static String harmless(String nickname) {
    return nickname.chars().allMatch(CsvForm::isLetterOrDigit)
        ? nickname
        : "?" + nickname.replaceAll("[^A-Za-z0-9]", "?");
  }

  private static boolean isLetterOrDigit(int character) {
    return (character >= '0' && character <= '9')
        || (character >= 'A' && character <= 'Z')
        || (character >= 'a' && character <= 'z');
  }
}
