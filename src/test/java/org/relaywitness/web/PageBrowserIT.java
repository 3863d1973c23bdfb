package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.TestBrowser.fill;
import static org.relaywitness.TestBrowser.setScheme;
import static org.relaywitness.TestBrowser.setWindow;
import static org.relaywitness.TestBrowser.text;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.relaywitness.Accessibility;
import org.relaywitness.TestBrowser;
import org.relaywitness.lookup.ExampleRecords;

/** The pages in the system's Chromium, as a person uses them. */
class PageBrowserIT {
  @AutoClose private static final ExampleSite SITE = new ExampleSite();

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path folder;

  @BeforeAll
  static void start() {
    TestBrowser.require();
  }

  private void browse(boolean javaScript, Consumer<ChromeDriver> visit) {
    ChromeDriver browser = TestBrowser.start(folder.resolve("profile"), javaScript);
    try {
      visit.accept(browser);
    } finally {
      browser.quit();
    }
  }

  private static void askAsAPerson(ChromeDriver browser) {
    browser.get(SITE.address("/"));
    fill(browser, "ip", ExampleRecords.OBSERVED);
    fill(browser, "date", "2024-03-05");
    fill(browser, "time", "14:07");
    fill(browser, "zone", "Europe/Berlin");
    TestBrowser.submit(browser, "#verdict");
    assertEquals("Yes: a Tor exit, seen by a test", text(browser, "#verdict .label"));
    assertTrue(text(browser, "main").contains("5 March 2024, 13:07:00 UTC"));
  }

  @Test
  void form_filledAndSent_showsTheVerdict() {
    browse(true, PageBrowserIT::askAsAPerson);
  }

  @Test
  void form_withoutJavaScript_showsTheVerdict() {
    browse(false, PageBrowserIT::askAsAPerson);
  }

  @Test
  void form_badInput_comesBackFilledWithEachProblemBesideItsField() {
    browse(
        false,
        browser -> {
          browser.get(SITE.address("/"));
          fill(browser, "ip", "300.1.2.3");
          fill(browser, "date", "2024-02-31");
          TestBrowser.submit(browser, "[role=alert]");

          assertEquals(2, browser.findElements(By.cssSelector("[role=alert] li a")).size());
          assertEquals("300.1.2.3", browser.findElement(By.id("ip")).getDomProperty("value"));
          assertEquals("true", browser.findElement(By.id("ip")).getDomAttribute("aria-invalid"));
          String described =
              Objects.requireNonNull(
                  browser.findElement(By.id("date")).getDomAttribute("aria-describedby"));
          assertTrue(described.contains("date-error"));
          assertTrue(text(browser, "#date-error").contains("31"));
          assertTrue(browser.findElements(By.id("port-error")).isEmpty());
        });
  }

  @Test
  void pages_lightAndDark_breakNoRuleOfWcag22AA() {
    browse(
        true,
        browser -> {
          for (String scheme : List.of("light", "dark")) {
            setScheme(browser, scheme);
            for (String path : ExampleSite.PAGES) {
              browser.get(SITE.address(path));
              assertEquals(List.of(), Accessibility.brokenRules(browser), scheme + " " + path);
            }
          }
        });
  }

  @Test
  void strip_320PixelsWide_beginsWhereTheTimeAskedIsInSight() {
    browse(
        true,
        browser -> {
          setWindow(browser, 320, 640);
          browser.get(SITE.address(ExampleSite.answer(ExampleRecords.OBSERVED)));
          assertEquals(
              true,
              browser.executeScript(
                  "const seen = document.querySelector('.scroll').getBoundingClientRect();"
                      + "const asked ="
                      + " document.querySelector('rect.asked').getBoundingClientRect();"
                      + "return asked.left >= seen.left && asked.right <= seen.right"));
        });
  }
}
