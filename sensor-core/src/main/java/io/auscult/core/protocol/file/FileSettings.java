package io.auscult.core.protocol.file;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is done with the content of files. Immutable; read by all lanes.
 *
 * @param digests what is computed over it; none: it is counted and typed only
 * @param wanted whose content is passed on
 */
public record FileSettings(Set<Digest> digests, WantedFiles wanted) {
    /** All digests; no content is passed on. */
    public static final FileSettings DEFAULT = new FileSettings(EnumSet.allOf(Digest.class), WantedFiles.NONE);

    public FileSettings {
        EnumSet<Digest> ordered = EnumSet.noneOf(Digest.class);
        ordered.addAll(digests);
        digests = Collections.unmodifiableSet(ordered);
    }
}
