/** Tests of fetching, against a real server on loopback. */
@NullMarked
package org.relaywitness.archive.collector;

import org.jspecify.annotations.NullMarked;
