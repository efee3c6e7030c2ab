/* Reads 784 float32 values between 0 (paper) and 1 (ink) from standard input and prints the ten probabilities, each as a number and as its bits.
 *
 *     cc example.c -I native native/digits.so -Wl,-rpath,'$ORIGIN/native' -o example
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "digits.h"

int main(void)
{
    static float input[DIGITS_INPUT_LENGTH];
    float output[DIGITS_OUTPUT_LENGTH];

    if (digits_input_length() != DIGITS_INPUT_LENGTH || digits_output_length() != DIGITS_OUTPUT_LENGTH) {
        fprintf(stderr, "digits.h and the library are of different models\n");
        return 1;
    }
    if (fread(input, sizeof(float), DIGITS_INPUT_LENGTH, stdin) != DIGITS_INPUT_LENGTH) {
        fprintf(stderr, "expected %d float32 values\n", DIGITS_INPUT_LENGTH);
        return 1;
    }
    int32_t code = digits_predict(input, DIGITS_INPUT_LENGTH, output, DIGITS_OUTPUT_LENGTH);
    if (code != DIGITS_OK) {
        fprintf(stderr, "digits_predict returned %" PRId32 "\n", code);
        return 1;
    }
    for (int digit = 0; digit < DIGITS_OUTPUT_LENGTH; digit++) {
        uint32_t bits;
        memcpy(&bits, &output[digit], sizeof bits);
        printf("%d %.6f %08" PRIx32 "\n", digit, output[digit], bits);
    }
    return 0;
}
