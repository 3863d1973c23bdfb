package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.TestBrowser.await;
import static org.relaywitness.TestBrowser.fill;
import static org.relaywitness.TestBrowser.setScheme;
import static org.relaywitness.TestBrowser.setWindow;
import static org.relaywitness.TestBrowser.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.relaywitness.Accessibility;
import org.relaywitness.TestBrowser;
import org.relaywitness.evidence.pdf.CaseJson;
import org.relaywitness.evidence.pdf.CasePdf;
import org.relaywitness.evidence.pdf.OpenReport;

/** Several questions at once, in the system's Chromium. */
class CaseBrowserIT {
  @AutoClose private static final ExampleSite SITE = new ExampleSite();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LINES =
      "198.51.100.7 2024-03-05T14:07:00+01:00\n198.51.100.20, 2024-03-05 14:07:00";

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path folder;

  @BeforeAll
  static void start() {
    TestBrowser.require();
  }

  private static void send(ChromeDriver browser) {
    browser.findElement(By.cssSelector("main form[action^='/case'] button")).click();
  }

  private static void assertAccessible(ChromeDriver browser, String where) {
    for (String scheme : List.of("light", "dark")) {
      setScheme(browser, scheme);
      assertEquals(List.of(), Accessibility.brokenRules(browser), where + " " + scheme);
    }
    TestBrowser.picture(browser, "case-" + where);
  }

  private static Path downloaded(ChromeDriver browser, Path downloads) {
    return new WebDriverWait(browser, PATIENCE).until(driver -> firstPdf(downloads));
  }

  private static @Nullable Path firstPdf(Path downloads) {
    try (Stream<Path> files = Files.list(downloads)) {
      return files.filter(file -> file.toString().endsWith(".pdf")).findFirst().orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lines_oneRefusedThenMended_becomeAReportThatIsTheSameToday(boolean javaScript)
      throws IOException {
    Path downloads = Files.createDirectory(folder.resolve("downloads"));
    ChromeDriver browser = TestBrowser.start(folder.resolve("profile"), javaScript);
    try {
      browser.executeCdpCommand(
          "Browser.setDownloadBehavior",
          Map.of("behavior", "allow", "downloadPath", downloads.toString()));
      browser.get(SITE.address("/"));
      browser.findElement(By.cssSelector("main a[href='/case']")).click();
      await(browser, "#lines");
      fill(browser, "lines", LINES);
      send(browser);
      await(browser, "[role=alert]");
      assertTrue(text(browser, "[role=alert]").contains("Line 2:"));
      WebElement lines = browser.findElement(By.id("lines"));
      assertEquals(LINES, lines.getDomProperty("value"));
      assertEquals("true", lines.getDomAttribute("aria-invalid"));
      fill(browser, "zone", "Europe/Berlin");
      send(browser);
      Path file = downloaded(browser, downloads);
      try (OpenReport report = new OpenReport(Files.readAllBytes(file))) {
        assertEquals(2, CaseJson.questions(report.attachment(CasePdf.JSON_NAME)).size());
      }
      assertFalse(Objects.requireNonNull(browser.getCurrentUrl()).contains("198.51"));

      browser.get(SITE.address("/check"));
      browser.findElement(By.id("file-field")).sendKeys(file.toString());
      browser.findElement(By.cssSelector("form[enctype] button")).click();
      await(browser, ".outcome");
      assertEquals(
          "outcome same", browser.findElement(By.cssSelector(".outcome")).getDomAttribute("class"));
      assertEquals(2, browser.findElements(By.cssSelector("section.part")).size());
      if (javaScript) {
        assertAccessible(browser, "checked");
      }
    } finally {
      browser.quit();
    }
  }

  @Test
  void pages_breakNoRuleOfWcag22AA_andFitASmallScreen() {
    ChromeDriver browser = TestBrowser.start(folder.resolve("profile"), true);
    try {
      browser.get(SITE.address("/case"));
      assertAccessible(browser, "form");
      fill(browser, "lines", "203.0.113.300 2024-03-05\n" + "9".repeat(300));
      send(browser);
      await(browser, "[role=alert]");
      assertAccessible(browser, "refused");
      setWindow(browser, 320, 640);
      assertEquals(List.of(), Accessibility.beyondTheWindow(browser, 320));
    } finally {
      browser.quit();
    }
  }
}
