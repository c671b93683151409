package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Keys;

/** How many lanes {@code auto} means. */
final class Lanes {
    private static final long SMALL =
            16 << 20; // bytes of input that one thread is through with before others have started
    private static final int MOST = 8;

    private Lanes() {}

    /** @param size bytes of input, not positive where unknown */
    static int of(Configuration configuration, long size) {
        int wanted = configuration.get(Keys.LANES);
        if (wanted >= 0) {
            return wanted;
        }
        int cores = Runtime.getRuntime().availableProcessors();
        boolean isFile = size > 0;
        boolean alone = cores == 1 || isFile && (size < SMALL || cores == 2); // two cores gain nothing, see RESULTS.md
        return alone ? 0 : Math.clamp(cores - 1, 1, MOST);
    }
}
