package io.auscult.core.protocol.identity;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.TextSlot;

/** What hosts call themselves, noticed by many protocols. Stateless. */
public final class HostNames {
    public static final EventType HOST_NAME = EventType.internal("host_name", "An address was seen to have a name.");
    public static final Field ADDRESS = HOST_NAME.address("address", "Whose name it is.");
    public static final Field NAME = HOST_NAME.text("name", "The name.");
    public static final Field SOURCE = HOST_NAME.text("source", "The protocol that told.");

    private HostNames() {}

    /**
     * The host at this address calls itself, or is called, so.
     *
     * @param source the protocol that told
     */
    public static void learned(EventWriter out, long high, long low, TextSlot name, String source) {
        if (name.length() == 0) {
            return;
        }
        out.begin(HOST_NAME);
        out.setAddress(ADDRESS, high, low);
        name.to(out, NAME);
        out.set(SOURCE, source);
        out.end();
    }
}
