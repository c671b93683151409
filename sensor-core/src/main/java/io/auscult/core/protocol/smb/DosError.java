package io.auscult.core.protocol.smb;

/** Status of SMB1 where it is not an NTSTATUS: a class and a code, [MS-CIFS] 2.2.2.4, told by the NTSTATUS that means the same. Stateless. */
final class DosError {
    private static final int UNSUCCESSFUL = 0xC000_0001;
    private static final int DOS = 1;
    private static final int SERVER = 2;

    private DosError() {}

    /** @param field the four bytes of the header */
    static int status(int field, boolean isNtStatus) {
        if (isNtStatus || field == 0) {
            return field;
        }
        int code = field >>> 16;
        return switch (field & 0xFF) {
            case 0 -> 0;
            case DOS -> dos(code);
            case SERVER -> server(code);
            default -> UNSUCCESSFUL;
        };
    }

    private static int dos(int code) {
        return switch (code) {
            case 2 -> 0xC000_0034; // OBJECT_NAME_NOT_FOUND
            case 3 -> 0xC000_003A; // OBJECT_PATH_NOT_FOUND
            case 5 -> 0xC000_0022; // ACCESS_DENIED
            case 6 -> 0xC000_0008; // INVALID_HANDLE
            case 32 -> 0xC000_0043; // SHARING_VIOLATION
            case 80, 183 -> 0xC000_0035; // OBJECT_NAME_COLLISION
            default -> UNSUCCESSFUL;
        };
    }

    private static int server(int code) {
        return switch (code) {
            case 2 -> 0xC000_006D; // LOGON_FAILURE
            case 4 -> 0xC000_0022; // ACCESS_DENIED
            case 6 -> 0xC000_00CC; // BAD_NETWORK_NAME
            default -> UNSUCCESSFUL;
        };
    }
}
