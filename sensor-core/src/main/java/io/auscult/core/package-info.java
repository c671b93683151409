/**
 * Traffic to events, and the alert journal. Knows no attack: what events mean is for the rules.
 */
package io.auscult.core;
