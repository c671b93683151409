package io.auscult.core.protocol.smb;

import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;

/** One session within a connection: who logged on, how it ended, how much of it is sealed. Owned by {@link Logons}, reused. */
final class Logon {
    final TextSlot user = new TextSlot(IdentityUse.MAX_NAME);
    final TextSlot domain = new TextSlot(IdentityUse.MAX_NAME);
    final TextSlot workstation = new TextSlot(IdentityUse.MAX_NAME);

    long id;
    long startNs;
    long lastUse;
    boolean isUsed;
    boolean hasId;
    boolean hasStatus;
    int status;
    /** SMB1 without a security token: user and proof are told in the open. */
    boolean isReadable;
    /** There is a proof: not an anonymous logon. */
    boolean isProven;

    boolean isGuest;
    boolean isAnonymous;
    boolean isSigned;
    long sealedOrig;
    long sealedResp;

    void clear() {
        user.clear();
        domain.clear();
        workstation.clear();
        id = 0;
        isUsed = false;
        hasId = false;
        hasStatus = false;
        status = 0;
        isReadable = false;
        isProven = false;
        isGuest = false;
        isAnonymous = false;
        isSigned = false;
        sealedOrig = 0;
        sealedResp = 0;
    }
}
