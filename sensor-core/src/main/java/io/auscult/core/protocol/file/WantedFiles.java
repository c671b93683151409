package io.auscult.core.protocol.file;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Network;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The files whose content is passed on as {@link FileStream#CONTENT} events. Immutable; read by all lanes.
 *
 * @param maxBytes of a file that are passed on; 0: no content of any file
 * @param mimeTypes types by content, such as {@code application/pdf} or {@code image/*}; empty: all, those included that have no type
 * @param senders only what hosts of these networks send; empty: all
 * @param receivers only what is sent to hosts of these networks; empty: all
 */
public record WantedFiles(long maxBytes, List<String> mimeTypes, List<Network> senders, List<Network> receivers) {
    public static final WantedFiles NONE = new WantedFiles(0, List.of(), List.of(), List.of());

    public WantedFiles {
        mimeTypes =
                mimeTypes.stream().map(type -> type.toLowerCase(Locale.ROOT)).toList();
        senders = List.copyOf(senders);
        receivers = List.copyOf(receivers);
    }

    /** Whether files between these hosts are wanted, if their type is. */
    boolean isBetween(ConnectionId c, boolean fromOrig) {
        if (maxBytes == 0) {
            return false;
        }
        return fromOrig
                ? isIn(senders, c.origHigh, c.origLow) && isIn(receivers, c.respHigh, c.respLow)
                : isIn(senders, c.respHigh, c.respLow) && isIn(receivers, c.origHigh, c.origLow);
    }

    private static boolean isIn(List<Network> networks, long high, long low) {
        for (int i = 0; i < networks.size(); i++) {
            if (networks.get(i).contains(high, low)) {
                return true;
            }
        }
        return networks.isEmpty();
    }

    boolean isType(@Nullable String mimeType) {
        for (int i = 0; mimeType != null && i < mimeTypes.size(); i++) {
            String wanted = mimeTypes.get(i);
            boolean isFamily = wanted.endsWith("/*");
            if (isFamily ? mimeType.startsWith(wanted.substring(0, wanted.length() - 1)) : mimeType.equals(wanted)) {
                return true;
            }
        }
        return mimeTypes.isEmpty();
    }
}
