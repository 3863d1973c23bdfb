package org.relaywitness.programme;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Strings that have broken other programs; each carries {@link #MARK} where it can be seen. */
final class InjectionStrings {
  /** Stands in each string: what an escape lets through is found by it. */
  static final String MARK = "rwq7";

  /** The name of the header that a string with line ends would make. */
  static final String HEADER = "x-rwq7";

  private static final List<String> BASES =
      List.of(
          "'rwq7",
          "\"rwq7",
          "rwq7'--",
          "rwq7' OR '1'='1",
          "1; DROP TABLE consensus;--rwq7",
          "rwq7') UNION SELECT null,version()--",
          "rwq7'; select pg_sleep(9)--",
          "\\'rwq7",
          "$$rwq7$$",
          "rwq7::inet",
          "rwq7%27",
          "<script>rwq7()</script>",
          "<img src=x onerror=rwq7()>",
          "\"><svg onload=rwq7()>",
          "' onmouseover='rwq7()",
          "\" autofocus onfocus=\"rwq7()",
          "</title><script>rwq7()</script>",
          "</textarea><b>rwq7",
          "<!--rwq7-->",
          "javascript:rwq7()",
          "data:text/html,<script>rwq7()</script>",
          "<a href=\"javascript:rwq7()\">x</a>",
          "<style>*{background:url(//rwq7)}</style>",
          "&lt;script&gt;rwq7",
          "&#60;script&#62;rwq7",
          "<sCrIpT>rwq7()</ScRiPt>",
          "<<script>rwq7()//<</script>",
          "<iframe srcdoc='rwq7'>",
          "<math><mi xlink:href='rwq7'>",
          "\u0000<script>rwq7</script>",
          "rwq7\u0000",
          "${rwq7}",
          "${jndi:ldap://127.0.0.1/rwq7}",
          "#{rwq7}",
          "{{rwq7}}",
          "{{7*7}}rwq7",
          "@{rwq7}",
          "<%=rwq7%>",
          "*{T(java.lang.Runtime)}rwq7",
          "!{rwq7}",
          "@template.rwq7()",
          "{address}rwq7",
          "{rwq7}",
          "rwq7\r\nX-Rwq7: 1",
          "rwq7\r\n\r\n<script>rwq7</script>",
          "rwq7\nX-Rwq7: 1",
          "rwq7\rX-Rwq7: 1",
          "rwq7\u2028X-Rwq7: 1",
          "%0d%0aX-Rwq7:1",
          "rwq7%s%s%s%n",
          "%x%x%x%prwq7",
          "%1$rwq7",
          "%n%nrwq7",
          "../../../../etc/passwd#rwq7",
          "..%2f..%2frwq7",
          "file:///etc/passwd?rwq7",
          "..\\..\\rwq7",
          "/dev/null/rwq7",
          "~/.rwq7",
          "*)(uid=*))(|(rwq7=*",
          "rwq7)(&)",
          "\u202erwq7\u202c",
          "\u2066rwq7\u2069",
          "\u200frwq7",
          "\ufeffrwq7",
          "\u0301\u0301rwq7",
          "\ud83d\ude00rwq7",
          "\uff1cscript\uff1erwq7",
          "\u001b[2J\u001b[31mrwq7",
          "\u001b]0;rwq7\u0007",
          "\u009b31mrwq7",
          "\u001b]8;;http://127.0.0.1/\u0007rwq7",
          "rwq7\b\b\b\b",
          "\u007frwq7",
          "=rwq7+1",
          "+rwq7",
          "-rwq7",
          "@SUM(rwq7)",
          "=cmd|'/C calc'!rwq7",
          "\t=rwq7",
          "\r=rwq7",
          "rwq7,=1+1,",
          "\"rwq7\",\"x\"",
          "{\"rwq7\":1}",
          "[\"rwq7\"",
          "\"},{\"rwq7\":\"",
          "\\u003cscript\\u003erwq7",
          "null",
          "NaNrwq7",
          "-1rwq7",
          "1e999rwq7",
          "99999999999999999999rwq7",
          "0x7f000001rwq7",
          "::ffff:rwq7",
          "[rwq7]",
          "127.0.0.1;rwq7",
          "192.0.2.1 rwq7",
          "192.0.2.1%rwq7",
          "2024-03-05T14:07:00Z[rwq7]",
          "Europe/rwq7",
          "../Europe/Berlin#rwq7",
          "PT99999999Hrwq7",
          "`rwq7`",
          "$(rwq7)",
          "|rwq7",
          "&&rwq7",
          ";rwq7",
          "rwq7\\",
          "rwq7#",
          "rwq7?x=1&y=2",
          "rwq7/*",
          "*/rwq7",
          "]]>rwq7<![CDATA[",
          "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;rwq7");

  private InjectionStrings() {}

  /**
   * So many different strings: for few, a pick from all the plain ones, evenly spread; for many,
   * the plain ones first, and long ones among the rest.
   */
  static List<String> list(int count) {
    if (count < BASES.size()) {
      return IntStream.range(0, count).mapToObj(i -> BASES.get(i * BASES.size() / count)).toList();
    }
    Set<String> strings = new LinkedHashSet<>(BASES);
    strings.add(MARK + "A".repeat(5_000));
    strings.add(MARK + "<b>".repeat(1_000));
    strings.add("\"".repeat(300) + MARK);
    strings.add(MARK + "\u202e".repeat(300));
    List<String> wrappers =
        List.of(
            "\"%s",
            "'%s", "%s\">", "192.0.2.1%s", "2024-03-05%s", "%s%%00", " %s ", "<%s>", "\n%s");
    for (String wrapper : wrappers) {
      for (String base : BASES) {
        strings.add(wrapper.replace("%s", base).replace("%%", "%"));
      }
    }
    return new ArrayList<>(strings).subList(0, count);
  }
}
