package org.relaywitness.cli;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A picture in its sixteen commonest colours, which makes its file a fraction as large. */
final class FewColours {
  private static final int MOST = 16;

  /** Colours this near to one that is taken are not worth a place of their own. */
  private static final int NEAR = 900;

  private FewColours() {}

  /** The picture, each point in the nearest of those colours. */
  static BufferedImage of(BufferedImage picture) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        counts.merge(picture.getRGB(x, y), 1, Integer::sum);
      }
    }
    int[] colours = chosen(counts);
    IndexColorModel model =
        new IndexColorModel(4, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
    BufferedImage few =
        new BufferedImage(
            picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_BINARY, model);
    Map<Integer, Integer> nearest = new HashMap<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int index = nearest.computeIfAbsent(picture.getRGB(x, y), rgb -> nearest(colours, rgb));
        few.getRaster().setSample(x, y, 0, index);
      }
    }
    return few;
  }

  private static int[] chosen(Map<Integer, Integer> counts) {
    List<Integer> common =
        counts.entrySet().stream()
            .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder()))
            .map(Map.Entry::getKey)
            .toList();
    int[] chosen = new int[MOST];
    int size = 0;
    for (int colour : common) {
      boolean fresh = size == 0 || distance(chosen[nearest(chosen, size, colour)], colour) > NEAR;
      if (size < MOST && fresh) {
        chosen[size++] = colour;
      }
    }
    return Arrays.copyOf(chosen, size);
  }

  private static int nearest(int[] colours, int colour) {
    return nearest(colours, colours.length, colour);
  }

  private static int nearest(int[] colours, int size, int colour) {
    int best = 0;
    for (int i = 1; i < size; i++) {
      if (distance(colours[i], colour) < distance(colours[best], colour)) {
        best = i;
      }
    }
    return best;
  }

  private static int distance(int one, int other) {
    int distance = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int difference = (one >> shift & 0xff) - (other >> shift & 0xff);
      distance += difference * difference;
    }
    return distance;
  }
}
