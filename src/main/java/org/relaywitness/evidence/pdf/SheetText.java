package org.relaywitness.evidence.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.apache.pdfbox.pdmodel.PDPage;
import org.jspecify.annotations.Nullable;

/**
 * The text of a sheet, in the order it was written, by the maps from glyphs to characters that a
 * report has. Fonts themselves, which a hostile file could have made, are not opened.
 */
final class SheetText {
  private static final Pattern PAIRS = Pattern.compile("<([0-9A-Fa-f]{4})>\\s*<([0-9A-Fa-f]+)>");
  private static final Pattern RANGES =
      Pattern.compile("<([0-9A-Fa-f]{4})>\\s*<([0-9A-Fa-f]{4})>\\s*<([0-9A-Fa-f]{4})>");
  private static final String BEGIN = "beginbf";
  private static final String END = "endbf";
  private static final int LONGEST_SHEET = 8 << 20;
  private static final int LONGEST_ALL = 64 << 20;
  private static final int LONGEST_MAP = 1 << 20;
  private static final int MOST_GLYPHS = 1 << 20;

  private final IdentityHashMap<COSDictionary, Map<Integer, String>> maps = new IdentityHashMap<>();
  private int length;
  private int glyphs;

  /** The text of a sheet. */
  String of(PDPage page) throws IOException, ReportFormException {
    byte[] content;
    try (InputStream in = page.getContents()) {
      content = in.readNBytes(LONGEST_SHEET);
    }
    length += content.length;
    if (content.length == LONGEST_SHEET || length > LONGEST_ALL) {
      throw new ReportFormException("sheets longer than any report has");
    }
    PdfSyntax syntax = new PdfSyntax(content, 0, content.length);
    syntax.skipSpace();
    while (!syntax.atEnd()) {
      syntax.value();
      syntax.skipSpace();
    }
    COSDictionary resources = page.getCOSObject().getCOSDictionary(COSName.RESOURCES);
    COSDictionary fonts = resources == null ? null : resources.getCOSDictionary(COSName.FONT);
    StringBuilder text = new StringBuilder();
    Map<Integer, String> map = Map.of();
    List<Object> tokens = new PDFStreamParser(content).parse();
    for (int i = 1; i < tokens.size(); i++) {
      if (tokens.get(i) instanceof Operator operator) {
        switch (operator.getName()) {
          case "Tf" -> map = i > 1 ? map(fonts, tokens.get(i - 2)) : Map.of();
          case "Tj", "TJ", "'", "\"" -> add(tokens.get(i - 1), map, text);
          default -> {
            // Draws or places something.
          }
        }
      }
    }
    // The layout writes ff and the like in digests as one glyph where the font has it.
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  private static void add(Object shown, Map<Integer, String> map, StringBuilder text) {
    if (shown instanceof COSString codes) {
      byte[] bytes = codes.getBytes();
      for (int i = 0; i + 1 < bytes.length; i += 2) {
        text.append(map.getOrDefault((bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff), "\ufffd"));
      }
    } else if (shown instanceof COSArray parts) {
      for (COSBase part : parts) {
        if (part instanceof COSString) {
          add(part, map, text);
        }
      }
    }
  }

  private Map<Integer, String> map(@Nullable COSDictionary fonts, Object name)
      throws IOException, ReportFormException {
    COSDictionary font =
        fonts != null && name instanceof COSName known ? fonts.getCOSDictionary(known) : null;
    if (font == null) {
      return Map.of();
    }
    Map<Integer, String> map = maps.get(font);
    if (map == null) {
      map = read(font.getCOSStream(COSName.TO_UNICODE));
      maps.put(font, map);
    }
    return map;
  }

  private Map<Integer, String> read(@Nullable COSStream stream)
      throws IOException, ReportFormException {
    Map<Integer, String> map = new HashMap<>();
    if (stream == null) {
      return map;
    }
    String text;
    try (InputStream in = stream.createInputStream()) {
      text = new String(in.readNBytes(LONGEST_MAP), StandardCharsets.ISO_8859_1);
    }
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int end = text.indexOf(END, begin);
      if (end < 0) {
        break;
      }
      String block = text.substring(begin + BEGIN.length(), end);
      if (block.startsWith("char")) {
        addPairs(block, map);
      } else {
        addRanges(block, map);
      }
      begin = text.indexOf(BEGIN, end);
    }
    return map;
  }

  private void addPairs(String block, Map<Integer, String> map) throws ReportFormException {
    Matcher pairs = PAIRS.matcher(block);
    while (pairs.find()) {
      count(1);
      map.put(Integer.parseInt(pairs.group(1), 16), characters(pairs.group(2)));
    }
  }

  private void addRanges(String block, Map<Integer, String> map) throws ReportFormException {
    Matcher ranges = RANGES.matcher(block);
    while (ranges.find()) {
      int from = Integer.parseInt(ranges.group(1), 16);
      int to = Integer.parseInt(ranges.group(2), 16);
      int character = Integer.parseInt(ranges.group(3), 16);
      count(Math.max(0, to - from));
      for (int code = from; code <= to; code++) {
        map.put(code, String.valueOf((char) (character + code - from)));
      }
    }
  }

  private void count(int more) throws ReportFormException {
    glyphs += more;
    if (glyphs > MOST_GLYPHS) {
      throw new ReportFormException("more glyphs than any report has");
    }
  }

  private static String characters(String hex) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i + 4 <= hex.length(); i += 4) {
      text.append((char) Integer.parseInt(hex.substring(i, i + 4), 16));
    }
    return text.toString();
  }
}
