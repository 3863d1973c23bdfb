package org.relaywitness.evidence.pdf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import org.junit.jupiter.api.Test;

class SrgbProfileTest {
  @Test
  void profile_anyColour_isThatOfThePlatformsOwnSrgb() {
    ICC_ColorSpace own = new ICC_ColorSpace(ICC_Profile.getInstance(SrgbProfile.bytes()));
    ColorSpace platform = ColorSpace.getInstance(ColorSpace.CS_sRGB);
    for (float[] colour :
        new float[][] {{0, 0, 0}, {1, 1, 1}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {.2f, .5f, .8f}}) {
      float[] expected = platform.toCIEXYZ(colour);
      float[] found = own.toCIEXYZ(colour);
      for (int i = 0; i < 3; i++) {
        assertEquals(expected[i], found[i], 0.01f);
      }
    }
  }
}
