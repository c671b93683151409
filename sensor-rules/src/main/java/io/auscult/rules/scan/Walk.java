package io.auscult.rules.scan;

/**
 * The sequential test of Jung, Paxson, Berger and Balakrishnan (IEEE S&P 2004): the logarithm of the likelihood that a source is a scanner
 * (reaches a share theta 1 = 0.2 of its new peers) over that it is not (reaches theta 0). Detection probability 0.99, false positives 0.01: beyond
 * ln(0.99 / 0.01) it is a scanner. Good behaviour is remembered down to a floor, not forgotten at the lower bound, so that a monitoring system with a
 * long record may find a whole rack switched off.
 */
final class Walk {
    private static final double THETA_1 = 0.2;
    private static final float SCANNER = (float) Math.log(0.99 / 0.01);
    private static final float FLOOR = -12;

    private float failStep;
    private float reachStep;
    private float position;

    /** @param theta0 share of new peers that such a source reaches when it means well */
    void begin(double theta0) {
        failStep = (float) Math.log((1 - THETA_1) / (1 - theta0));
        reachStep = (float) Math.log(THETA_1 / theta0);
        position = 0;
    }

    void failed() {
        position = Math.min(2 * SCANNER, position + failStep);
    }

    void reached() {
        position = Math.max(FLOOR, position + reachStep);
    }

    boolean saysScanner() {
        return position >= SCANNER;
    }

    float position() {
        return position;
    }
}
