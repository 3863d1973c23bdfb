package org.relaywitness;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.util.List;
import java.util.Objects;
import org.openqa.selenium.chrome.ChromeDriver;

/** Whether everyone can use the page that a browser shows. */
public final class Accessibility {
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  private static final String BEYOND =
      "const page = document.scrollingElement;"
          + "if (innerWidth !== arguments[0]) return ['the window is ' + innerWidth + ' wide'];"
          + "if (page.scrollWidth <= page.clientWidth) return [];"
          + "return ['the page is ' + page.scrollWidth + ' wide',"
          + " ...[...document.querySelectorAll('*')]"
          + ".filter(e => { const r = e.getBoundingClientRect();"
          + " return r.right > innerWidth + 1 || (r.left < -1 && r.right > 0); })"
          + ".map(e => e.outerHTML.slice(0, 80)).slice(0, 5)]";

  private Accessibility() {}

  /**
   * The rules of WCAG 2.2 AA and of good practice that the page breaks, each with the elements that
   * break it. Fails where no rule was tried at all.
   */
  public static List<String> brokenRules(ChromeDriver browser) {
    Results results = new AxeBuilder().withTags(RULES).analyze(browser);
    assertFalse(
        results.getPasses().isEmpty(), () -> "no rule was tried: " + browser.getCurrentUrl());
    return results.getViolations().stream()
        .map(
            rule ->
                rule.getId() + ": " + rule.getNodes().stream().map(node -> node.getHtml()).toList())
        .toList();
  }

  /**
   * What reaches beyond a window that {@link TestBrowser#setWindow} made so many pixels wide: empty
   * where no line needs scrolling sideways.
   */
  public static List<String> beyondTheWindow(ChromeDriver browser, int width) {
    List<?> found = (List<?>) Objects.requireNonNull(browser.executeScript(BEYOND, width));
    return found.stream().map(String::valueOf).toList();
  }
}
