package io.auscult.core.protocol.smb;

import io.auscult.core.protocol.TextSlot;

/** What both sides agreed on before anybody logged on. One per connection, reused. */
final class Negotiated {
    private static final int MAX_DIALECT = 64; // bytes
    static final int MAX_DIALECTS = 16;
    private static final int MAX_TEXT = 256; // bytes

    private static final int SIGNING_ENABLED = 1;
    private static final int SIGNING_REQUIRED = 2;

    final TextSlot dialect = new TextSlot(MAX_DIALECT);
    final TextSlot[] offered = new TextSlot[MAX_DIALECTS];
    final TextSlot clientGuid = new TextSlot(MAX_TEXT);
    final TextSlot serverGuid = new TextSlot(MAX_TEXT);
    final TextSlot clientOs = new TextSlot(MAX_TEXT);
    final TextSlot clientSoftware = new TextSlot(MAX_TEXT);
    final TextSlot serverOs = new TextSlot(MAX_TEXT);
    final TextSlot serverSoftware = new TextSlot(MAX_TEXT);
    final TextSlot serverDomain = new TextSlot(MAX_TEXT);

    int offers;
    /** Major version of the messages seen, 0 for none. */
    int version;
    /** SMB1: passwords go as they are. */
    boolean isPlain;

    private int signing = -1;
    private int cipher;

    /** One more dialect that the client speaks, to be filled; beyond {@link #MAX_DIALECTS} the last is overwritten. */
    TextSlot offer() {
        int place = Math.min(offers, MAX_DIALECTS - 1);
        TextSlot slot = offered[place];
        if (slot == null) {
            slot = new TextSlot(MAX_DIALECT);
            offered[place] = slot;
        }
        offers = Math.min(offers + 1, MAX_DIALECTS);
        slot.clear();
        slot.append("");
        return slot;
    }

    void signing(boolean enabled, boolean required) {
        signing = (enabled ? SIGNING_ENABLED : 0) | (required ? SIGNING_REQUIRED : 0);
    }

    /** What the server says of signing; empty while it has not. */
    String signing() {
        return signing < 0 ? "" : signing >= SIGNING_REQUIRED ? "required" : signing > 0 ? "enabled" : "disabled";
    }

    void cipher(int chosen) {
        cipher = chosen;
    }

    /** The cipher that the server chose, [MS-SMB2] 2.2.3.1.2; empty for none. */
    String cipher() {
        return switch (cipher) {
            case 1 -> "AES-128-CCM";
            case 2 -> "AES-128-GCM";
            case 3 -> "AES-256-CCM";
            case 4 -> "AES-256-GCM";
            default -> "";
        };
    }

    /** Appends a dialect of SMB2, [MS-SMB2] 2.2.3, as people write it. */
    static void appendRevision(int revision, TextSlot into) {
        if (revision == 0x02FF) {
            into.append("2.???");
            return;
        }
        into.appendDecimal(revision >>> 8);
        into.append((byte) '.');
        into.appendDecimal(revision >>> 4 & 0xF);
        if ((revision & 0xF) != 0) {
            into.append((byte) '.');
            into.appendDecimal(revision & 0xF);
        }
    }

    void reset() {
        dialect.clear();
        clientGuid.clear();
        serverGuid.clear();
        clientOs.clear();
        clientSoftware.clear();
        serverOs.clear();
        serverSoftware.clear();
        serverDomain.clear();
        offers = 0;
        version = 0;
        isPlain = false;
        signing = -1;
        cipher = 0;
    }
}
