package org.relaywitness.evidence.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relaywitness.lookup.ExampleRecords;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.QuestionParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each format, well and badly made; the answers are read as NDJSON. */
class BulkRunTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final ExecutorService ANSWERING = Executors.newFixedThreadPool(2);
  private static final String AT = "2024-03-05T13:07:00Z";

  @AfterAll
  static void stop() {
    ANSWERING.shutdown();
  }

  private static String answer(
      BulkFormat from, BulkFormat to, BulkDefaults defaults, BulkLimits limits, byte[] input)
      throws IOException, BulkInputException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BulkInput lines =
        BulkInput.open(
            from,
            new ByteArrayInputStream(input),
            new QuestionParser(ExampleRecords.CLOCK),
            defaults);
    new BulkRun(ExampleRecords.history(), ExampleRecords.CLOCK, ANSWERING, limits, to, out)
        .run(lines);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String answer(BulkFormat from, BulkFormat to, String input)
      throws IOException, BulkInputException {
    return answer(
        from, to, BulkDefaults.NONE, BulkLimits.NONE, input.getBytes(StandardCharsets.UTF_8));
  }

  private static List<JsonNode> rows(BulkFormat from, BulkDefaults defaults, String input)
      throws IOException, BulkInputException {
    String answer =
        answer(
            from,
            BulkFormat.NDJSON,
            defaults,
            BulkLimits.NONE,
            input.getBytes(StandardCharsets.UTF_8));
    return answer.lines().<JsonNode>map(JSON::readTree).toList();
  }

  private static List<JsonNode> rows(BulkFormat from, String input)
      throws IOException, BulkInputException {
    return rows(from, BulkDefaults.NONE, input);
  }

  /** Line, and verdict or first error. */
  private static List<String> told(List<JsonNode> rows) {
    List<String> told = new ArrayList<>();
    for (JsonNode row : rows) {
      JsonNode error = row.at("/error/errors/0");
      told.add(
          row.path("line").asInt(0)
              + " "
              + (row.has("verdict")
                  ? row.get("verdict").asString()
                  : error.isMissingNode()
                      ? row.at("/error/type").asString()
                      : error.get("parameter").asString() + ":" + error.get("code").asString()));
    }
    return told;
  }

  @Test
  void csv_manyKindsOfLines_areAnsweredInOrder() throws Exception {
    List<JsonNode> rows =
        rows(
            BulkFormat.CSV,
            "\ufeffID , Src_IP,TIMESTAMP,Port,note\r\n"
                + "a,198.51.100.7,1709644020,443,\"two\r\nlines, \"\"quoted\"\"\"\r\n"
                + "b,198.51.100.30,2024-03-05T13:07:00Z,,\r\n"
                + "\r\n"
                + "c,198.51.100.300,2024-03-05T13:07:00Z,,\r\n"
                + "d,192.0.2.1,2024-03-05 13:07:00,,\r\n"
                + "e,192.0.2.1\r\n"
                + "f,\"192.0.2.1\"x,1709644020,,\r\n"
                + "g,192.0.2.1,1709644020000,,\r\n"
                + "h,192.0.2\u0000.1,1709644020,,\r\n"
                + "i,192.0.2.1,05/Mar/2024:14:07:00 +0100,70000,\r\n"
                + "j,192.0.2.1,05/Mar/2024:14:07:00 +0100,,");

    assertEquals(
        List.of(
            "2 exit_observed",
            "4 relay_no_exit",
            "6 address:out_of_range",
            "7 at:zone_missing",
            "8 line:columns",
            "9 line:malformed",
            "10 at:malformed",
            "11 address:malformed",
            "12 port:out_of_range",
            "13 not_listed"),
        told(rows));
    assertEquals("a", rows.get(0).get("id").asString());
    assertEquals(443, rows.get(0).get("port").asInt());
    assertEquals(AT, rows.get(0).get("at").asString());
    assertEquals("+01:00", rows.get(9).get("zone").asString());
    assertFalse(rows.toString().contains("198.51.100.300"), "an error repeats the address");
  }

  @Test
  void csv_otherDelimitersAndColumns_areRecognised() throws Exception {
    assertEquals(
        List.of("2 exit_observed", "3 exit_observed"),
        told(
            rows(
                BulkFormat.CSV,
                """
                date;time;zone;client_ip
                2024-03-05;13:07:00;UTC;198.51.100.7
                2024-03-05;;;198.51.100.7
                """)));
    assertEquals(
        List.of("2 exit_observed"),
        told(rows(BulkFormat.CSV, "ip\tdate\n198.51.100.7\t2024-03-05T13:07:00Z")));
  }

  @Test
  void defaults_areForLinesThatLackThem() throws Exception {
    List<JsonNode> rows =
        rows(
            BulkFormat.CSV,
            new BulkDefaults("Europe/Berlin", "5m", "443"),
            """
            ip,time,date,zone,tolerance,port
            198.51.100.7,2024-03-05 14:07,,,,
            198.51.100.7,2024-03-05T13:07:00Z,,,0,80
            198.51.100.7,1709644020,,,,
            198.51.100.7,,2024-03-05,,,
            198.51.100.7,2024-03-05 13:07,,UTC,,
            """);

    assertEquals(
        List.of(
            "2024-03-05T13:07:00Z Europe/Berlin PT5M 443",
            "2024-03-05T13:07:00Z UTC PT0S 80",
            "2024-03-05T13:07:00Z UTC PT5M 443",
            "2024-03-05 Europe/Berlin PT0S 443",
            "2024-03-05T13:07:00Z UTC PT5M 443"),
        rows.stream()
            .map(
                row ->
                    (row.has("at") ? row.get("at") : row.get("date")).asString()
                        + " "
                        + row.get("zone").asString()
                        + " "
                        + row.get("tolerance").asString()
                        + " "
                        + row.get("port").asInt())
            .toList());
  }

  @Test
  void defaults_thatAreWrong_areToldOnce() {
    InvalidQuestionException problem =
        assertThrows(
            InvalidQuestionException.class,
            () ->
                new BulkDefaults("CST", "-5m", "0")
                    .check(new QuestionParser(ExampleRecords.CLOCK)));

    assertEquals(
        List.of("zone", "port", "tolerance"),
        problem.problems().stream().map(InvalidQuestionException.Problem::parameter).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "CSV|-|empty",
        "CSV|198.51.100.7,2024-03-05T13:07:00Z|columns",
        "CSV|ip,verdict|columns",
        "CSV|time,zone|columns",
        "CSV|ip,src_ip,time|columns",
        "CSV|\"ip,time|columns",
        "NDJSON|-|empty",
        "JSON|-|empty",
        "JSON|{\"address\":\"198.51.100.7\"}|wrong_type",
        "JSON|nonsense|malformed",
        "ACCESS_LOG|-|empty",
      })
  void input_notOfItsFormat_isRefusedAtOnce(BulkFormat format, String input, String code) {
    BulkInputException refused =
        assertThrows(
            BulkInputException.class,
            () -> answer(format, BulkFormat.CSV, input == null ? "" : input));

    assertEquals(code, refused.code());
    assertFalse(refused.detail().contains("198.51.100.7"), refused.detail());
  }

  @Test
  void csv_quoteThatDoesNotEnd_endsWithAnErrorAfterWhatWasBefore() throws Exception {
    String good = "198.51.100.7," + AT + ",x\n";
    for (String bad :
        List.of(
            "192.0.2.1," + AT + ",\"x\n" + good,
            "192.0.2.1," + AT + ",\"x\n" + good + "192.0.2.1," + AT + ",\"y\"\n",
            "192.0.2.1," + AT + ",\"" + "x".repeat(100_000))) {
      assertEquals(
          List.of("2 exit_observed", "0 /api#bulk-malformed"),
          told(rows(BulkFormat.CSV, "ip,at,note\n" + good + bad)).stream()
              .map(text -> text.replace("0 bulk", "0 /api#bulk"))
              .toList());
    }
  }

  @Test
  void lines_hugeOrOfCommas_areErrorsOfTheirOwn() throws Exception {
    String good = "198.51.100.7," + AT + "\n";
    assertEquals(
        List.of("2 exit_observed", "3 line:too_long", "4 line:too_long", "5 exit_observed"),
        told(
            rows(
                BulkFormat.CSV,
                "ip,at\n"
                    + good
                    + "1".repeat(3_000_000)
                    + "\n"
                    + ",".repeat(3_000_000)
                    + "\n"
                    + good)));
    String object = "{\"address\":\"198.51.100.7\",\"at\":\"" + AT + "\"}";
    assertEquals(
        List.of("1 exit_observed", "2 line:too_long", "3 exit_observed"),
        told(
            rows(
                BulkFormat.NDJSON,
                object + "\n{\"address\":\"" + "1".repeat(3_000_000) + "\n" + object)));
    assertEquals(
        List.of("1 line:too_long"), told(rows(BulkFormat.ACCESS_LOG, "x".repeat(3_000_000))));
  }

  @Test
  void ndjson_hostileLines_areErrorsOfTheirOwn() throws Exception {
    List<JsonNode> rows =
        rows(
            BulkFormat.NDJSON,
            "\ufeff{\"ip\":\"198.51.100.7\",\"time\":1709644020.5,\"id\":7,\"port\":443}\r\n"
                + "\n  \n"
                + "{\"address\":\"198.51.100.7\"\n"
                + "[1]\n"
                + "\"198.51.100.7\"\n"
                + "{\"address\":{\"a\":1},\"at\":\""
                + AT
                + "\"}\n"
                + "{\"address\":\"198.51.100.7\",\"at\":\""
                + AT
                + "\",\"tolerence\":\"5m\"}\n"
                + "{\"address\":\"198.51.100.7\",\"address\":\"192.0.2.1\",\"at\":\""
                + AT
                + "\"}\n"
                + "{\"x\":"
                + "[".repeat(10_000)
                + "}\n"
                + "{\"address\":\"198.51.100.7\",\"at\":\""
                + AT
                + "\"} {}\n"
                + "{\"address\":null,\"at\":true}\n"
                + "{\"address\":\"198.51.100.7\",\"at\":\""
                + AT
                + "\",\"id\":\""
                + "i".repeat(300)
                + "\"}\n"
                + "\u0000\n"
                + "{\"address\":\"198.51.100.7\",\"at\":\""
                + AT
                + "\",\"port\":null}");

    assertEquals(
        List.of(
            "1 exit_observed",
            "4 line:malformed",
            "5 line:wrong_type",
            "6 line:wrong_type",
            "7 address:wrong_type",
            "8 line:unknown",
            "9 address:repeated",
            "10 line:malformed",
            "11 line:malformed",
            "12 at:wrong_type",
            "13 id:too_long",
            "14 line:malformed",
            "15 exit_observed"),
        told(rows));
    assertEquals("7", rows.get(0).get("id").asString());
    assertFalse(rows.subList(1, 12).toString().contains("198.51.100.7"));
  }

  @Test
  void json_brokenInTheMiddle_keepsWhatWasBefore() throws Exception {
    String object = "{\"address\":\"198.51.100.7\",\"at\":\"" + AT + "\"}";
    for (String end : List.of(",{\"addr", "", ",}", "]]", ",\u0000", "," + "[".repeat(100_000))) {
      JsonNode array =
          JSON.readTree(
              answer(BulkFormat.JSON, BulkFormat.JSON, "[" + object + ",3,[[]]," + object + end));

      assertEquals(5, array.size(), end);
      assertEquals("exit_observed", array.at("/3/verdict").asString());
      assertEquals("wrong_type", array.at("/1/error/errors/0/code").asString());
      assertEquals(400, array.at("/4/error/status").asInt());
    }
  }

  /** Found by fuzzing: a guess at UTF-32 reported its broken forms as faults of I/O. */
  @Test
  void json_inAnotherEncoding_isMalformed() {
    for (String hex :
        List.of("5b0000002000000061646472", "003d0000002e7322", "5b005d00", "fffe5b")) {
      BulkInputException refused =
          assertThrows(
              BulkInputException.class,
              () -> {
                BulkInput input = json(HexFormat.of().parseHex(hex));
                while (input.next() != null) {}
              },
              hex);

      assertEquals("malformed", refused.code(), hex);
    }
  }

  @Test
  void json_behindAByteOrderMark_isRead() throws Exception {
    assertNull(json(HexFormat.of().parseHex("efbbbf5b5d")).next());
  }

  private static BulkInput json(byte[] bytes) throws IOException, BulkInputException {
    return BulkInput.open(
        BulkFormat.JSON,
        new ByteArrayInputStream(bytes),
        new QuestionParser(ExampleRecords.CLOCK),
        BulkDefaults.NONE);
  }

  @Test
  void nothing_asked_isNothingAnswered() throws Exception {
    assertEquals("[\n]\n", answer(BulkFormat.JSON, BulkFormat.JSON, " [ ] "));
    assertEquals("", answer(BulkFormat.NDJSON, BulkFormat.NDJSON, "\n"));
    assertEquals(1, answer(BulkFormat.CSV, BulkFormat.CSV, "ip,at\n").lines().count());
  }

  @Test
  void accessLog_itsForms_areRead() throws Exception {
    assertEquals(
        List.of("1 exit_observed", "2 exit_observed", "3 address:host_name", "4 line:malformed"),
        told(
            rows(
                BulkFormat.ACCESS_LOG,
                "198.51.100.7 - - [05/Mar/2024:14:07:00 +0100] \"GET / HTTP/1.1\" 200 12\n"
                    + "www.example.org:443 198.51.100.7 - a b [05/Mar/2024:13:07:00 +0000] \"\\x16\" 400"
                    + " 0 \"-\" \"-\"\n"
                    + "crawler.example.org - - [05/Mar/2024:14:07:00 +0100] \"GET /\" 200 1\n"
                    + "[error] something went wrong\n")));
  }

  @Test
  void plainLine_itsForms_areRead() throws Exception {
    assertEquals(
        List.of(
            "1 exit_observed",
            "2 exit_observed",
            "3 exit_observed",
            "4 exit_observed",
            "5 exit_observed",
            "6 exit_observed",
            "7 exit_possible",
            "9 at:zone_missing",
            "10 address:out_of_range",
            "11 zone:malformed",
            "12 exit_observed",
            "13 exit_observed"),
        told(
            rows(
                BulkFormat.ACCESS_LOG,
                """
                198.51.100.7 2024-03-05T14:07:00+01:00
                198.51.100.7, 2024-03-05 14:07:00, Europe/Berlin
                198.51.100.7\t2024-03-05\t14:07\t+01:00
                198.51.100.7;2024-03-05 14:07:00;UTC
                198.51.100.7 2024-03-05 Europe/Berlin
                  198.51.100.7   2024-03-05T13:07:00Z\s\s
                [2001:db8::8] 2024-03-05

                198.51.100.7 2024-03-05 14:07:00
                198.51.100.777 2024-03-05T14:07:00Z
                198.51.100.7 2024-03-05 14:07:00 Nowhere/City
                db1 2024-03-05 14:07:00 UTC login from 198.51.100.7
                198.51.100.7 - - [05/Mar/2024:14:07:00 +0100] "GET / HTTP/1.1" 200 12
                """)));
  }

  @Test
  void typedText_isLinesUnlessAColumnIsNamed() throws IOException {
    for (String text :
        List.of("crawler.example.org 2024-03-05", "no,ip", "198.51.100.777 2024-03-05")) {
      boolean named = text.equals("no,ip");
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      assertEquals(
          named ? BulkFormat.CSV : BulkFormat.ACCESS_LOG,
          BulkFormat.recogniseTyped(new ByteArrayInputStream(bytes)),
          text);
    }
  }

  @Test
  void logLine_ofAnotherForm_isReadOnlyWhereItIsCertain() throws Exception {
    assertEquals(
        List.of(
            "1 exit_observed",
            "2 at:zone_missing",
            "3 line:year_missing",
            "4 line:several_addresses",
            "5 line:several_times",
            "6 line:ambiguous_date",
            "7 line:ambiguous_zone",
            "8 line:address_missing",
            "9 line:time_missing",
            "10 line:time_missing"),
        told(
            rows(
                BulkFormat.ACCESS_LOG,
                """
                2024-03-05T14:07:00.123+01:00 host sshd[1]: Failed password from 198.51.100.7 port 1
                2024-03-05 14:07:00,123 fail2ban.actions [1]: NOTICE [sshd] Ban 198.51.100.7
                Mar  5 14:07:00 host sshd[1]: Failed password from 198.51.100.7 port 4711 ssh2
                2024-03-05T14:07:00Z gw SRC=198.51.100.7 DST=192.0.2.1
                2024-03-05T14:07:00Z host Found 198.51.100.7 - 2024-03-05 14:06:58
                05/03/2024 14:07:00 UTC 198.51.100.7
                2024-03-05 14:07:00 CET 198.51.100.7
                2024-03-05 14:07:00 UTC nobody
                1709644020 198.51.100.7
                198.51.100.7
                """)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2024-03-05T14:07:00+01:00 host sshd[1]: from 198.51.100.7 port 1|ACCESS_LOG",
        "Mar  5 14:07:00 host sshd[1]: from 198.51.100.7 port 1|ACCESS_LOG",
        "2024-03-05 14:07:00,198.51.100.7|CSV",
        "2024-03-05 14:07:00;198.51.100.7|CSV",
        "2024-03-05 14:07:00 nobody|CSV",
        "198.51.100.7 - - [05/Mar/2024:14:07:00 +0100] \"GET / HTTP/1.1\" 200 12|ACCESS_LOG",
        "{\"ip\":1}|NDJSON",
        "[{\"ip\":1}]|JSON",
        "ip,time|CSV",
        "198.51.100.7 2024-03-05T14:07:00+01:00|ACCESS_LOG",
        "198.51.100.7, 2024-03-05 14:07:00, Europe/Berlin|ACCESS_LOG",
        "2001:db8::8;2024-03-05|ACCESS_LOG",
        "198.51.100.777 2024-03-05|CSV",
        "198.51.100.7|CSV",
      })
  void format_byHowAFileBegins_isRecognised(String text, BulkFormat expected) throws IOException {
    byte[] bytes = ("\ufeff\n" + text + "\nmore").getBytes(StandardCharsets.UTF_8);
    InputStream input = new ByteArrayInputStream(bytes);

    assertEquals(expected, BulkFormat.recognise(input));
    assertEquals(bytes.length, input.readAllBytes().length);
  }

  @Test
  void csvAnswer_relaysAndErrors_standInTheirColumns() throws Exception {
    List<String> lines =
        answer(
                BulkFormat.CSV,
                BulkFormat.CSV,
                "id,ip,at\n"
                    + "\"a,b\",198.51.100.7,"
                    + AT
                    + "\n"
                    + "c,198.51.100.60,"
                    + AT
                    + "\n"
                    + "d,nonsense,"
                    + AT
                    + "\n")
            .lines()
            .toList();

    assertEquals(
        "line,id,address,at,date,zone,tolerance,port,verdict,in_force,provisional,complete,"
            + "missing_consensuses,missing_exit_lists,as_of,fingerprints,nicknames,matched,"
            + "exit_flag,port_allowed,limits,error,error_codes,error_detail",
        lines.get(0));
    assertEquals(
        "2,\"a,b\",198.51.100.7,2024-03-05T13:07:00Z,,UTC,PT0S,,exit_observed,true,false,true,0,1,"
            + "2024-03-20T00:02:00Z,0000000000000000000000000000000000000001,relay1,"
            + "or_address+exit_address,true,true,"
            + "exit_list_unsigned policy_is_summary not_public_address,,,",
        lines.get(1));
    assertTrue(lines.get(2).contains(",??b?a"), lines.get(2));
    assertTrue(lines.get(3).startsWith("4,d,,,"), lines.get(3));
    assertTrue(lines.get(3).contains("Invalid question,address:host_name,"), lines.get(3));
    lines.forEach(line -> assertEquals(lines.get(0).split(",", -1).length, fields(line)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      value = {
        "=cmd|'/C calc'!A0, '=cmd|'/C calc'!A0",
        "@SUM(A1), '@SUM(A1)",
        "-rwq7, '-rwq7",
        "^ =1+1^, ^' =1+1^",
        "\uff1d1+1, '\uff1d1+1",
        "-17, -17",
        "+49.5, +49.5",
        "a=b, a=b",
        "'quoted', 'quoted'",
      })
  void csvAnswer_idThatASpreadsheetWouldCalculate_getsAnApostrophe(String id, String given)
      throws Exception {
    String rows =
        answer(
            BulkFormat.CSV,
            BulkFormat.CSV,
            "id,ip,at\n\"" + id + "\",198.51.100.7," + AT + "\nnext,x,\n");

    List<String> lines = rows.lines().toList();
    assertTrue(lines.get(1).startsWith("2," + given + ",198.51.100.7,"), rows);
    assertTrue(lines.get(2).startsWith("3,next,"), rows);
  }

  @Test
  void jsonAnswer_idThatTurnsTheLine_comesBackAsEscapes() throws Exception {
    String id = "a\u202eb\u007f\u009b\u00e9\ud83d\ude00\u2066";

    String rows =
        answer(
            BulkFormat.NDJSON,
            BulkFormat.NDJSON,
            JSON.writeValueAsString(Map.of("id", id, "ip", "198.51.100.7", "at", AT)));

    assertTrue(rows.contains("\"a\\u202Eb\\u007F\\u009B\u00e9\ud83d\ude00\\u2066\""), rows);
    assertEquals(id, JSON.readTree(rows).get("id").asString());
  }

  @Test
  void jsonAnswer_idThatIsHalfACharacter_isNoReasonToStop() throws Exception {
    String rows =
        answer(
            BulkFormat.NDJSON,
            BulkFormat.NDJSON,
            ("{\"id\":\"x\\ud800\",\"ip\":\"198.51.100.7\",\"at\":\"" + AT + "\"}\n").repeat(2));

    assertEquals(
        List.of("1 exit_observed", "2 exit_observed"),
        told(rows.lines().<JsonNode>map(JSON::readTree).toList()));
  }

  private static int fields(String line) {
    return line.replaceAll("\"[^\"]*\"", "").split(",", -1).length;
  }

  @Test
  void limits_tooManyLinesOrTooLong_breakOff() {
    String lines = ("{\"address\":\"198.51.100.7\",\"at\":\"" + AT + "\"}\n").repeat(11);
    for (BulkLimits limits :
        List.of(new BulkLimits(10, Duration.ofDays(1)), new BulkLimits(100, Duration.ofNanos(1)))) {
      assertThrows(
          BulkLimitException.class,
          () ->
              answer(
                  BulkFormat.NDJSON,
                  BulkFormat.NDJSON,
                  BulkDefaults.NONE,
                  limits,
                  lines.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
