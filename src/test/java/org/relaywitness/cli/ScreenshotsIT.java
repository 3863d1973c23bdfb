package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.relaywitness.TestBrowser.setScheme;
import static org.relaywitness.TestBrowser.setWindow;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.relaywitness.TestBrowser;

/**
 * Makes the pictures under {@code docs/screenshots} again, from the demonstration: each verdict as
 * page and as report, in English and from right to left, and the other pages. Does nothing unless
 * the system property {@code screenshots} names a folder.
 */
class ScreenshotsIT {
  private static final int WIDTH = 1000;
  private static final int SHEETS = 3;
  private static final float SHEET_DPI = 60;

  /** What is asked, by the name of the picture. */
  private static final Map<String, String> VERDICTS = new LinkedHashMap<>();

  static {
    String noon = "&date=2024-03-06&time=13:30&zone=Europe/Berlin";
    VERDICTS.put("exit_observed", "ip=203.0.113.77" + noon + "&tolerance=2h");
    VERDICTS.put("exit_possible", "ip=198.51.100.30" + noon + "&port=443");
    VERDICTS.put("relay_exit_unknown", "ip=198.51.100.120" + noon);
    VERDICTS.put("relay_no_exit", "ip=198.51.100.30" + noon + "&port=25");
    VERDICTS.put("near_in_time", "ip=198.51.100.91&date=2024-03-06&time=03:30&zone=Europe/Berlin");
    VERDICTS.put("not_listed", "ip=198.51.100.41" + noon);
    VERDICTS.put("inconclusive", "ip=192.0.2.200&date=2024-03-07&time=16:30&zone=Europe/Berlin");
  }

  @TempDir static Path profile = Path.of("");

  private String base = "";
  private Path folder = Path.of("");

  @Test
  void pictures_ofEachVerdictAndPage_areMade() throws Exception {
    String target = System.getProperty("screenshots", "");
    assumeTrue(!target.isEmpty(), "skipped: the system property screenshots names no folder");
    TestBrowser.require();
    folder = Files.createDirectories(Path.of(target));
    Process demo = Program.start("demo", "--port", "0");
    try {
      Matcher serving =
          Pattern.compile("http://localhost:([0-9]+)")
              .matcher(Program.awaitLine(demo, "serving on "));
      assertTrue(serving.find());
      base = "http://127.0.0.1:" + serving.group(1) + "/";
      ChromeDriver browser = TestBrowser.start(profile.resolve("browser"), true);
      try {
        draw(browser);
      } finally {
        browser.quit();
      }
    } finally {
      demo.destroy();
      assertTrue(demo.waitFor(30, TimeUnit.SECONDS), "SIGTERM ends the demo");
    }
  }

  private void draw(ChromeDriver browser) throws IOException {
    for (Map.Entry<String, String> verdict : VERDICTS.entrySet()) {
      answer(browser, verdict.getKey(), verdict.getValue() + "&lang=en", "");
      answer(browser, verdict.getKey(), verdict.getValue() + "&lang=ar", "-ar");
    }
    for (String name : List.of("about", "method", "privacy", "coverage", "check", "case")) {
      browser.get(base + name);
      page(browser, name, WIDTH);
    }
    browser.get(base);
    page(browser, "form", WIDTH);
    browser.get(base + "?" + VERDICTS.get("exit_observed"));
    page(browser, "narrow", 320);
    sheets("letter", TestBrowser.printed(browser, 8.5, 11));
    setScheme(browser, "dark");
    browser.get(base + "?" + VERDICTS.get("near_in_time"));
    page(browser, "dark", WIDTH);
  }

  private void answer(ChromeDriver browser, String verdict, String question, String suffix)
      throws IOException {
    browser.get(base + "?" + question);
    assertTrue(
        String.valueOf(browser.getPageSource()).contains("verdict " + verdict + "\""), verdict);
    page(browser, "page-" + verdict + suffix, WIDTH);
    try (InputStream report = URI.create(base + "evidence.pdf?" + question).toURL().openStream()) {
      sheets("report-" + verdict + suffix, report.readAllBytes());
    }
  }

  /** The whole page, in a window of this width. */
  private void page(ChromeDriver browser, String name, int width) throws IOException {
    setWindow(browser, width, 800);
    String height =
        String.valueOf(browser.executeScript("return document.documentElement.scrollHeight"));
    setWindow(browser, width, Integer.parseInt(height));
    save(name, ImageIO.read(new ByteArrayInputStream(browser.getScreenshotAs(OutputType.BYTES))));
  }

  /** The first sheets, side by side. */
  private void sheets(String name, byte[] pdf) throws IOException {
    List<BufferedImage> sheets = new ArrayList<>();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDFRenderer renderer = new PDFRenderer(document);
      for (int sheet = 0; sheet < Math.min(SHEETS, document.getNumberOfPages()); sheet++) {
        sheets.add(renderer.renderImageWithDPI(sheet, SHEET_DPI, ImageType.GRAY));
      }
    }
    int width = sheets.get(0).getWidth() + 4;
    BufferedImage all =
        new BufferedImage(
            width * sheets.size(), sheets.get(0).getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D drawing = all.createGraphics();
    for (int sheet = 0; sheet < sheets.size(); sheet++) {
      drawing.drawImage(sheets.get(sheet), sheet * width, 0, null);
    }
    drawing.dispose();
    save(name, all);
  }

  private void save(String name, BufferedImage picture) throws IOException {
    Path file = folder.resolve(name + ".png");
    assertTrue(ImageIO.write(FewColours.of(picture), "png", file.toFile()), file.toString());
  }
}
