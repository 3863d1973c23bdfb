/** Tests of the whole way from archives to answers, against real PostgreSQL. */
@NullMarked
package org.relaywitness.importer;

import org.jspecify.annotations.NullMarked;
