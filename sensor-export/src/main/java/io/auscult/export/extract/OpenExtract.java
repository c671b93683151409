package io.auscult.export.extract;

import org.jspecify.annotations.Nullable;

/** A file on its way to the disk, as the detect thread sees it. */
final class OpenExtract {
    final Extents extents = new Extents();
    long lastNs;

    /** Where it goes; null when nothing of it was written. */
    @Nullable
    Target target;

    /** The limit that ended it; null while it goes on. */
    @Nullable
    String stopped;

    /** Ends it: what follows is left out. The first reason stays. */
    void stop(String why) {
        if (stopped == null) {
            stopped = why;
        }
    }
}
