package io.auscult.core.protocol.smb;

import io.auscult.core.protocol.TextSlot;

/** Negotiation and logon in SMB 1, [MS-CIFS] 2.2.4.52 and 2.2.4.53, [MS-SMB] 2.2.4.5 and 2.2.4.6. Part of its {@link Smb1Reader}. */
final class Smb1Logon {
    private static final long EXTENDED_SECURITY = 0x8000_0000L;
    private static final int MAX_TEXT = 256; // bytes

    private final Smb1Reader message;
    private final TextSlot ignored = new TextSlot(MAX_TEXT);

    Smb1Logon(Smb1Reader message) {
        this.message = message;
    }

    private Negotiated agreed() {
        return message.conversation.agreed;
    }

    void onNegotiateRequest(int block) {
        if (!message.words(block, 0)) {
            return;
        }
        agreed().offers = 0;
        while (message.cursor < message.end && agreed().offers < Negotiated.MAX_DIALECTS) {
            message.cursor++; // its type
            message.string(false, agreed().offer());
        }
    }

    void onNegotiateReply(int block) {
        if (!message.isFine() || !message.words(block, 1)) {
            return;
        }
        Negotiated agreed = agreed();
        int index = message.u16(block + 1);
        if (index < agreed.offers) {
            TextSlot chosen = agreed.offered[index];
            agreed.dialect.clear();
            agreed.dialect.append(chosen);
        }
        if (!message.words(block, 17)) {
            return;
        }
        int mode = message.u8(block + 3);
        agreed.isPlain = (mode & 2) == 0;
        agreed.signing((mode & 4) != 0, (mode & 8) != 0);
        if ((message.u32(block + 20) & EXTENDED_SECURITY) != 0) {
            int blob = message.cursor + 16;
            if (message.has(message.cursor, 16)) {
                Guid.append(message.in, message.at + message.cursor, agreed.serverGuid);
                token(blob, message.end - blob);
            }
        } else {
            message.cursor = Math.min(message.end, message.cursor + message.u8(block + 34));
            unaligned(agreed.serverDomain);
        }
    }

    /** A string of 16-bit characters that is not aligned, as only this message has it. */
    private void unaligned(TextSlot into) {
        into.clear();
        if (message.isUnicode()) {
            SmbText.utf16(message.in, message.at + message.cursor, message.end - message.cursor, into);
        } else {
            message.string(false, into);
        }
    }

    private void token(int from, int length) {
        if (length > 0 && message.has(from, length)) {
            message.conversation.token(message.in, message.at + from, length, message.out);
        }
    }

    void onSetupRequest(int block) {
        Logon logon = message.conversation.logon(message.uid, message.out);
        if (!message.words(block, 10)) {
            return;
        }
        int words = message.u8(block);
        if (words == 12) { // a security token
            int length = message.u16(block + 15);
            token(message.cursor, length);
            skip(length);
        } else { // proof and name in the open
            skip(message.u16(block + 15) + (words >= 13 ? message.u16(block + 17) : 0));
            message.string(logon.user);
            message.string(logon.domain);
            logon.isReadable = true;
            logon.isProven = words >= 13 ? message.u16(block + 15) + message.u16(block + 17) > 1 : true;
        }
        message.string(agreed().clientOs);
        message.string(agreed().clientSoftware);
    }

    private void skip(int length) {
        message.cursor = Math.min(message.end, message.cursor + length);
    }

    void onSetupReply(int block) {
        boolean isGuest = false;
        if (message.isFine() && message.words(block, 3)) {
            isGuest = (message.u16(block + 5) & 1) != 0;
            if (message.u8(block) == 4) {
                int length = message.u16(block + 7);
                token(message.cursor, length);
                skip(length);
            }
            message.string(agreed().serverOs);
            message.string(agreed().serverSoftware);
            if (message.u8(block) == 3) {
                message.string(message.cursor < message.end ? agreed().serverDomain : ignored);
            }
        }
        message.conversation.loggedOn(message.uid, message.status, isGuest, false, message.out);
    }
}
