@NullMarked
package org.relaywitness.evidence.pdf;

import org.jspecify.annotations.NullMarked;
