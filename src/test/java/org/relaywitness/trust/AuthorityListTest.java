package org.relaywitness.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relaywitness.directory.Fingerprint;

class AuthorityListTest {
  private static final String HEADER = "name\tv3ident\tfrom\tuntil\tnote\n";
  private static final String A = "A".repeat(40);
  private static final String B = "B".repeat(40);

  private static RecognisedAuthorities bundledAt(String day) {
    return AuthorityList.bundled().authoritiesAt(Instant.parse(day + "T12:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "2007-09-01, 2, 2", // before the first day, within the grace: no majority of nobody
    "2007-10-27, 3, 2",
    "2008-02-25, 6, 4",
    "2009-01-01, 6, 4",
    "2010-05-12, 8, 5", // maatuska comes on 2010-06-10: the stricter majority already
    "2010-05-10, 7, 4",
    "2012-06-18, 8, 5",
    "2013-08-19, 9, 5",
    "2016-09-20, 8, 5",
    "2023-06-01, 8, 5",
    "2025-08-24, 9, 5",
  })
  void bundled_atDate_needsAMajorityOfThoseThen(String day, int authorities, int needed) {
    assertEquals(authorities, bundledAt(day).authorities());
    assertEquals(needed, bundledAt(day).needed());
  }

  @Test
  void bundled_beforeTheFirstAuthority_needsMoreThanNobody() {
    assertEquals(0, bundledAt("2005-01-01").authorities());
    assertEquals(1, bundledAt("2005-01-01").needed());
  }

  @Test
  void identity_nearItsListedDates_isRecognised_andFartherIsNot() {
    Fingerprint old =
        Fingerprint.ofHex("14C131DFC5C6F93646BE72FA1401C02A8DF2E8B4"); // to 2024-04-10
    Fingerprint next = Fingerprint.ofHex("2F3DF9CA0E5D36F2685A2DA67184EB8DCB8CBA8C");
    assertTrue(bundledAt("2024-05-09").find(old).isPresent());
    assertFalse(bundledAt("2024-05-11").find(old).isPresent());
    assertTrue(bundledAt("2024-03-12").find(next).isPresent());
    assertFalse(bundledAt("2024-03-10").find(next).isPresent());
  }

  @Test
  void authority_withTwoIdentitiesInTheGrace_countsOnce() {
    assertEquals(8, bundledAt("2024-04-10").authorities());
    assertEquals(1, bundledAt("2024-04-10").count(Set.of("tor26")));
  }

  @Test
  void count_oneThatLeftAndOneThatCame_neverStandTogether() {
    RecognisedAuthorities atChange = bundledAt("2014-11-09"); // longclaw for ides
    assertEquals(9, atChange.authorities());
    assertEquals(1, atChange.count(Set.of("ides", "longclaw")));
    assertEquals(2, atChange.count(Set.of("ides", "tor26")));
    assertEquals(2, atChange.count(Set.of("longclaw", "tor26")));
    assertEquals(0, atChange.count(Set.of("stranger")));
  }

  @Test
  void weak_areExactlyTheIdentitiesRetiredOn20080513() {
    Instant retired = Instant.parse("2008-05-13T00:00:00Z");
    for (Authority authority : AuthorityList.bundled().authorities()) {
      assertEquals(retired.equals(authority.until()), authority.weak(), authority.toString());
    }
  }

  @Test
  void legacyName_countsAsTheSameAuthority() throws Exception {
    AuthorityList list =
        AuthorityList.parse(
            "test",
            HEADER + "one\t" + A + "\t2010-01-01\t\t\none-legacy\t" + B + "\t2010-01-01\t\t\n");
    assertEquals(1, list.authoritiesAt(Instant.parse("2011-01-01T00:00:00Z")).authorities());
  }

  @Test
  void parse_ofPrinted_isTheSame() throws Exception {
    AuthorityList bundled = AuthorityList.bundled();
    AuthorityList again = AuthorityList.parse("printed", bundled.toString());
    assertEquals(bundled.authorities(), again.authorities());
    assertEquals(21, again.authorities().size());
  }

  @Test
  void read_fileWithCommentsCrlfAndMissingTrailingTabs_isRead(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("authorities.tsv");
    Files.writeString(
        file,
        "# a comment\r\n\r\n"
            + HEADER.replace("\n", "\r\n")
            + "one\t"
            + A
            + "\t2010-01-01\r\ntwo\t"
            + B
            + "\t2010-01-01\t2011-01-01\r\n");
    List<Authority> authorities = AuthorityList.read(file).authorities();
    assertEquals(2, authorities.size());
    assertEquals(null, authorities.get(0).until());
    assertEquals(Instant.parse("2011-01-01T00:00:00Z"), authorities.get(1).until());
    assertEquals("", authorities.get(1).note());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one;A;2010-01-01;;;extra | one;A;2010-01-01;;;extra | 3 to 5 columns separated by tabs, not 6",
        "one;A | one;A | 3 to 5 columns separated by tabs, not 2",
        "one two;A;2010-01-01;; | one two | a name of 1 to 19 letters and digits",
        "one;AB;2010-01-01;; | AB | a v3 identity of 40 hex digits",
        "one;A;2010-13-01;; | 2010-13-01 | a first day as YYYY-MM-DD",
        "one;A;;; | '' | a first day as YYYY-MM-DD",
        "one;A;2010-01-01;never; | never | an empty column, or a day as YYYY-MM-DD after 2010-01-01",
        "one;A;2010-01-01;2010-01-01; | 2010-01-01 | an empty column, or a day as YYYY-MM-DD after 2010-01-01",
        "zero;B;2010-06-01;; | B | an identity once at a time; it is listed for these dates already",
        "other;B;2020-01-01;; | B | an identity of one authority; it is listed for zero too",
      })
  void parse_badLine_saysWhereWhatAndWhatWasExpected(String line, String found, String expected) {
    String bad = expand(line);
    AuthorityListException fault =
        assertThrows(
            AuthorityListException.class,
            () ->
                AuthorityList.parse(
                    "list.tsv", HEADER + "zero\t" + B + "\t2010-01-01\t2011-01-01\t\n" + bad));
    assertEquals("list.tsv", fault.source());
    assertEquals(3, fault.line());
    assertEquals(expand(found), fault.found());
    assertEquals(expected, fault.expected());
    String shown = expand(found).replace("\t", "\\t");
    assertEquals(
        "list.tsv, line 3: found \"" + shown + "\", expected " + expected, fault.getMessage());
  }

  private static String expand(String text) {
    String tabs = text.replace(';', '\t');
    return tabs.replaceAll("(^|\t)A(\t|$)", "$1" + A + "$2")
        .replaceAll("(^|\t)B(\t|$)", "$1" + B + "$2");
  }

  @Test
  void parse_withoutHeaderOrAuthorities_isRefused() {
    AuthorityListException noHeader =
        assertThrows(
            AuthorityListException.class,
            () -> AuthorityList.parse("x", "# c\none\t" + A + "\t2010-01-01\n"));
    assertEquals(2, noHeader.line());
    AuthorityListException empty =
        assertThrows(AuthorityListException.class, () -> AuthorityList.parse("x", HEADER));
    assertEquals("a header and at least one authority", empty.expected());
  }
}
