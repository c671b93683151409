package io.auscult.rules.indicator;

import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.Sighting;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What one host had to do with one indicator or leaked account, as recorded. Immutable.
 *
 * @param last the latest of it
 * @param count how often
 * @param firstNs when first, ns since 1970
 */
public record Past(Find last, long count, long firstNs) {
    /** One more. */
    Past and(Find find) {
        long time = find.occurrence().timeNs();
        return new Past(time > last.occurrence().timeNs() ? find : last, count + 1, Math.min(firstNs, time));
    }

    static Past of(Find find) {
        return new Past(find, 1, find.occurrence().timeNs());
    }

    /** Tells it from others of the same host. */
    String seed() {
        if (last.matched().isEmpty()) {
            return "leaked/" + last.met();
        }
        Indicator first = last.matched().getFirst();
        return first.type().word() + "/" + first.value();
    }

    /** Tells it from all others, in every run. */
    long key() {
        String text = Sighting.AREA + "/" + last.orig() + "/" + seed();
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
