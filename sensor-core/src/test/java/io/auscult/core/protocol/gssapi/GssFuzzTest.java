package io.auscult.core.protocol.gssapi;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class GssFuzzTest {
    private final TokenCarrier carrier = new TokenCarrier();

    @FuzzTest
    void tokens(byte[] data) {
        FuzzScript.of(data, true, 445).runEveryWay(carrier);
    }
}
