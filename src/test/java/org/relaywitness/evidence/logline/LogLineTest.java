package org.relaywitness.evidence.logline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relaywitness.directory.Addresses;

/** Lines as logs have them, and what is read from them. */
class LogLineTest {
  private static String told(String line) {
    LogLine read = LogLine.read(line);
    return read.addresses().stream().map(Addresses::format).collect(Collectors.joining(","))
        + " | "
        + read.times().stream().map(LogLineTest::told).collect(Collectors.joining(", "));
  }

  private static String told(LoggedTime time) {
    String days =
        time.yearless() != null
            ? time.yearless().toString()
            : time.days().stream().map(Object::toString).collect(Collectors.joining("/"));
    return days
        + (time.time() == null
            ? ""
            : " " + (time.time().getSecond() == 0 ? time.time() + ":00" : time.time()))
        + (time.zone() == null ? "" : " " + time.zone())
        + (time.count() == null ? "" : " " + time.count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        // web servers
        "203.0.113.9 - - [05/Mar/2024:14:07:00 +0100] \"GET / HTTP/1.1\" 200 512"
            + "~203.0.113.9 | 2024-03-05 14:07:00 +01:00",
        "203.0.113.9 - bob [05/Mar/2024:14:07:00 -0500] \"GET /a?t=2024-01-02T03:04:05Z HTTP/2.0\" 200"
            + " 1 \"http://example.org/\" \"Mozilla/5.0 (X11) Chrome/121.0.0.0 Safari/537.36\""
            + "~203.0.113.9 | 2024-03-05 14:07:00 -05:00",
        "example.org:443 2001:db8::9 - - [05/Mar/2024:14:07:00 +0000] \"GET / HTTP/1.1\" 200 5"
            + "~2001:db8::9 | 2024-03-05 14:07:00 UTC",
        "10.0.0.7 - - [05/Mar/2024:14:07:00 +0100] \"GET / HTTP/1.1\" 200 5 \"-\" \"curl\" \"203.0.113.9\""
            + "~10.0.0.7,203.0.113.9 | 2024-03-05 14:07:00 +01:00",
        "203.0.113.9 - - [05/Mar/2024:14:07:00] \"GET / HTTP/1.1\" 200 5"
            + "~203.0.113.9 | 2024-03-05 14:07:00",
        "2024/03/05 14:07:00 [error] 12#12: *7 open() \"/x\" failed (2: No such file), client:"
            + " 203.0.113.9, server: example.org, request: \"GET /x HTTP/1.1\""
            + "~203.0.113.9 | 2024-03-05 14:07:00",
        "[Tue Mar 05 14:07:00.123456 2024] [core:error] [pid 7:tid 8] [client 203.0.113.9:47110] AH1"
            + "~203.0.113.9 | 2024-03-05 14:07:00",
        "2024-03-05 13:07:00 198.51.100.4 GET /index.html - 443 - 203.0.113.9 Mozilla/5.0 200 0 0 15"
            + "~198.51.100.4,203.0.113.9 | 2024-03-05 13:07:00",
        "1709644020.123    97 203.0.113.9 TCP_MISS/200 512 GET http://example.org/ - DIRECT/- text/html"
            + "~203.0.113.9 | 2024-03-05 13:07:00 UTC SECONDS",
        "host:203.0.113.9\ttime:05/Mar/2024:14:07:00 +0100\treq:GET /"
            + "~203.0.113.9 | 2024-03-05 14:07:00 +01:00",
        // syslog and what is in it
        "Mar  5 14:07:00 host sshd[4711]: Failed password for root from 203.0.113.9 port 4711 ssh2"
            + "~203.0.113.9 | --03-05 14:07:00",
        "2024-03-05T14:07:00.123456+01:00 host sshd[1]: Failed password for root from 203.0.113.9"
            + "~203.0.113.9 | 2024-03-05 14:07:00 +01:00",
        "<34>1 2024-03-05T14:07:00.003Z host su - ID47 - login from 2001:db8::9"
            + "~2001:db8::9 | 2024-03-05 14:07:00 UTC",
        "2024-03-05 14:07:00,123 fail2ban.actions [123]: NOTICE [sshd] Ban 203.0.113.9"
            + "~203.0.113.9 | 2024-03-05 14:07:00",
        "2024-03-05 14:07:00,123 fail2ban.filter [12]: INFO [sshd] Found 203.0.113.9 - 2024-03-05"
            + " 14:06:58~203.0.113.9 | 2024-03-05 14:07:00, 2024-03-05 14:06:58",
        "Mar  5 14:07:00 gw kernel: IN=eth0 MAC=00:11:22:33:44:55:66:77:88:99:aa:bb:08:00"
            + " SRC=203.0.113.9 DST=198.51.100.4 LEN=60 SPT=4711 DPT=22"
            + "~203.0.113.9,198.51.100.4 | --03-05 14:07:00",
        "*Mar  5 2024 14:07:00.123 CET: %SEC-6: list 1 denied tcp 203.0.113.9(4711)"
            + "~203.0.113.9 | 2024-03-05 14:07:00 CET",
        "type=SYSCALL msg=audit(1709644020.123:4567): addr=203.0.113.9"
            + "~203.0.113.9 | 2024-03-05 13:07:00 UTC SECONDS",
        // mail
        "Received: from mail.example.org (mail.example.org [203.0.113.9]) by mx.example.net (Postfix)"
            + " with ESMTPS id 4Tq for <x@example.net>; Tue, 5 Mar 2024 14:07:00 +0100 (CET)"
            + "~203.0.113.9 | 2024-03-05 14:07:00 +01:00",
        "Received: from x ([IPv6:2001:db8::9]) by y; 05 Mar 2024 14:07:00 -0000"
            + "~2001:db8::9 | 2024-03-05 14:07:00 UTC",
        "Received: from x ([203.0.113.9]) by y; Tue, 5 Mar 2024 14:07:00 EST"
            + "~203.0.113.9 | 2024-03-05 14:07:00 EST",
        // JSON, CSV, databases, people
        "{\"@timestamp\":\"2024-03-05T13:07:00.000Z\",\"client\":{\"ip\":\"203.0.113.9\"}}"
            + "~203.0.113.9 | 2024-03-05 13:07:00 UTC",
        "{\"ts\":1709644020123,\"remote_addr\":\"2001:db8::9\"}"
            + "~2001:db8::9 | 2024-03-05 13:07:00 UTC MILLISECONDS",
        "203.0.113.9,1709644020,GET~203.0.113.9 | 2024-03-05 13:07:00 UTC SECONDS",
        "\"2024-03-05\",\"14:07:00\",\"203.0.113.9\"~203.0.113.9 | 2024-03-05 14:07:00",
        "2024-03-05 14:07:00.123 UTC [99] user@db FATAL: no entry for host \"203.0.113.9\""
            + "~203.0.113.9 | 2024-03-05 14:07:00 UTC",
        "2024-03-05 14:07:00+01 203.0.113.9~203.0.113.9 | 2024-03-05 14:07:00 +01:00",
        "2024-03-05T14:07:00+01:00[Europe/Berlin] 203.0.113.9"
            + "~203.0.113.9 | 2024-03-05 14:07:00 +01:00",
        "2024-03-05 14:07:00 Europe/Berlin 203.0.113.9"
            + "~203.0.113.9 | 2024-03-05 14:07:00 Europe/Berlin",
        "Tue Mar  5 14:07:00 CET 2024 203.0.113.9~203.0.113.9 | 2024-03-05 14:07:00 CET",
        "Tue Mar 05 2024 14:07:00 GMT+0100 (CET) 203.0.113.9"
            + "~203.0.113.9 | 2024-03-05 14:07:00 +01:00",
        "Tue Mar 05 14:07:00 +0100 2024 203.0.113.9~203.0.113.9 | 2024-03-05 14:07:00 +01:00",
        "March 5, 2024 2:07 PM 203.0.113.9~203.0.113.9 | 2024-03-05 14:07:00",
        "05-Mar-2024 14:07:00.123 client @0x7f 203.0.113.9#4711: query"
            + "~203.0.113.9 | 2024-03-05 14:07:00",
        "20240305T140700Z 203.0.113.9~203.0.113.9 | 2024-03-05 14:07:00 UTC",
        "03/05/2024 02:07:00 PM 203.0.113.9~203.0.113.9 | 2024-05-03/2024-03-05 14:07:00",
        "05.03.2024 14:07 203.0.113.9~203.0.113.9 | 2024-03-05/2024-05-03 14:07:00",
        "25/03/2024 14:07:00 203.0.113.9~203.0.113.9 | 2024-03-25 14:07:00",
        "03/25/2024 14:07:00 203.0.113.9~203.0.113.9 | 2024-03-25 14:07:00",
        "05/05/2024 14:07:00 203.0.113.9~203.0.113.9 | 2024-05-05 14:07:00",
        "203.0.113.9 was seen on 2024-03-05~203.0.113.9 | 2024-03-05",
        "203.0.113.9 2024-03-05T25:00:00~203.0.113.9 | 2024-03-05",
        "203.0.113.9 2024-03-05 13:07:00 PM~203.0.113.9 | 2024-03-05",
      })
  void line_asLogsHaveIt_isRead(String line, String told) {
    assertEquals(told, told(line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        // the plus that a form took for a blank
        "[05/Mar/2024:14:07:00 0100]~2024-03-05 14:07:00",
        "2024-03-05 10:00-11:00~2024-03-05 10:00:00",
        "2024-03-05 10:00:00-11:00:00~2024-03-05 10:00:00",
        "2024-03-05 14:07:00 -1234 bytes~2024-03-05 14:07:00",
        "2024-03-05 14:07:00 +1900~2024-03-05 14:07:00",
        "2024-03-05 14:07:00 - 12 bytes~2024-03-05 14:07:00",
        "2024-03-05 14:07:00 UTC -5~2024-03-05 14:07:00",
        "2024-03-05 14:07:00 INFO x~2024-03-05 14:07:00",
        "2024-03-05 14:07:00 GET /~2024-03-05 14:07:00",
        "2024-03-05 14:07:00 Zone~2024-03-05 14:07:00",
        "2024-03-05 14:07:00 EST5EDT~2024-03-05 14:07:00",
        "2024-03-05 14:07:00 CST/CDT~2024-03-05 14:07:00",
        "2024-03-05 14:07:00 Bogus/Place~2024-03-05 14:07:00",
        "2024-03-05T14:07:00-01:001~2024-03-05 14:07:00",
        "{\"time\":\"2024-03-05 14:07:00\",\"utc_offset\":\"+01:00\"}~2024-03-05 14:07:00",
      })
  void zone_notCertain_isLeftOpen(String line, String told) {
    assertEquals(" | " + told, told(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "no time here",
        "2024-02-30 14:07:00",
        "2024-13-01 14:07",
        "31/02/2024 10:00",
        "99/99/2024 10:00",
        "05/03/24 14:07:00",
        "1234-03-05 10:00:00",
        "12345678901 1709644020x +1709644020 4799123456"
      })
  void time_thatIsNone_isNotFound(String line) {
    assertEquals(List.of(), LogLine.read(line).times());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "300.1.2.3",
        "1.2.3",
        "1.2.3.4.5",
        "203.0.113.0/24",
        "203.0.113.09",
        "Chrome/121.0.0.0",
        "v1.2.3.4",
        "fe80::1%eth0",
        "std::vector",
        "::",
        "00:11:22:33:44:55:66:77",
        "14:07:00",
        "2001:db8::1zz",
        "1:2:3:4:5:6:7:8:9",
      })
  void address_thatIsNone_isNotFound(String text) {
    assertEquals(List.of(), LogLine.read("x " + text + " y").addresses());
  }

  @Test
  void address_writtenTwice_isFoundOnce() {
    assertEquals(
        "2001:db8::9,203.0.113.9 | ",
        told("2001:DB8:0::9 [2001:db8::9]:443 203.0.113.9:80 ::ffff:203.0.113.9 /203.0.113.9"));
  }

  @Test
  void line_brokenByCopying_isOneLine() {
    assertEquals(
        "203.0.113.9 | 2024-03-05 14:07:00 +01:00",
        told("Received: from x ([203.0.113.9]) by y;\r\n\tTue, 5 Mar 2024\r\n 14:07:00 +0100\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "25/03/2024 2:07:00\u202fPM 203.0.113.9",
        "25/03/2024 2:07:00\u00a0p.m. 203.0.113.9",
        "\u200e25/\u200e03/\u200e2024\u00a0\u200f14:07:00 203.0.113.9",
        "25/03/2024,\u202f14:07 203.0.113.9",
      })
  void line_withInvisibleCharacters_isReadAsItLooks(String line) {
    assertEquals("203.0.113.9 | 2024-03-25 14:07:00", told(line));
  }

  @Test
  void line_ofBlanksAndDates_isReadInReasonableTime() {
    String blanks = " ".repeat(LogLine.LONGEST / 2);

    assertEquals(" | 2024-03-25", told("2024-03-25" + blanks + "x" + blanks));
    assertEquals(" | 2024-03-25", told("2024-03-25 ".repeat(LogLine.LONGEST / 11)));
    assertEquals(" | ", told(":0".repeat(LogLine.LONGEST / 2)));
    assertEquals(" | ", told("a:1 ".repeat(LogLine.LONGEST / 4)));
    assertEquals(" | ", told("1.".repeat(LogLine.LONGEST / 2)));
  }

  @Test
  void accessLog_fields_areAsWritten() {
    LogLine.AccessLog found =
        LogLine.findAccessLog("203.0.113.9 - - [05/Mar/2024:14:07:00 +0100] \"GET /\" 200 1");

    assertEquals(new LogLine.AccessLog("203.0.113.9", "05/Mar/2024:14:07:00 +0100"), found);
    assertNull(LogLine.findAccessLog("Mar  5 14:07:00 host sshd[1]: x"));
  }
}
