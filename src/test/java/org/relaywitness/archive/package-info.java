/** Tests of the reader of archives; every archive is written by the test that reads it. */
@NullMarked
package org.relaywitness.archive;

import org.jspecify.annotations.NullMarked;
