/* Calls every function of digits.h as it should and should not be called; the argument says which comes first in the process. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digits.h"

static float values[3 * DIGITS_INPUT_LENGTH];
static float outputs[3 * DIGITS_OUTPUT_LENGTH + 1];

static void expect(int32_t expected, int32_t found, int line)
{
    if (found != expected) {
        fprintf(stderr, "line %d: expected %d; found %d\n", line, (int)expected, (int)found);
        exit(1);
    }
}

#define EXPECT(expected, found) expect(expected, found, __LINE__)

static void call(const char *what)
{
    if (strcmp(what, "predict") == 0) {
        outputs[DIGITS_OUTPUT_LENGTH] = 42;
        EXPECT(DIGITS_OK, digits_predict(values, DIGITS_INPUT_LENGTH, outputs, DIGITS_OUTPUT_LENGTH));
        EXPECT(42, (int32_t)outputs[DIGITS_OUTPUT_LENGTH]);
        EXPECT(DIGITS_OK, digits_predict(values, DIGITS_INPUT_LENGTH, outputs, DIGITS_OUTPUT_LENGTH + 1));
    } else if (strcmp(what, "batch") == 0) {
        outputs[3 * DIGITS_OUTPUT_LENGTH] = 42;
        EXPECT(DIGITS_OK, digits_predict_batch(values, 3 * DIGITS_INPUT_LENGTH, outputs, 3 * DIGITS_OUTPUT_LENGTH, 3));
        EXPECT(42, (int32_t)outputs[3 * DIGITS_OUTPUT_LENGTH]);
        /* All inputs are zero, so all outputs are the same. */
        EXPECT(0, memcmp(outputs, outputs + 2 * DIGITS_OUTPUT_LENGTH, DIGITS_OUTPUT_LENGTH * sizeof(float)));
        EXPECT(DIGITS_OK, digits_predict_batch(values, 0, outputs, 0, 0));
        /* Of different inputs each gives the bits that it gives alone. */
        for (int index = 0; index < 3 * DIGITS_INPUT_LENGTH; index++)
            values[index] = (float)(index * 37 % 101) / 101;
        EXPECT(DIGITS_OK, digits_predict_batch(values, 3 * DIGITS_INPUT_LENGTH, outputs, 3 * DIGITS_OUTPUT_LENGTH, 3));
        for (int image = 0; image < 3; image++) {
            float alone[DIGITS_OUTPUT_LENGTH];
            EXPECT(DIGITS_OK, digits_predict(values + image * DIGITS_INPUT_LENGTH, DIGITS_INPUT_LENGTH, alone, DIGITS_OUTPUT_LENGTH));
            EXPECT(0, memcmp(alone, outputs + image * DIGITS_OUTPUT_LENGTH, sizeof alone));
        }
        EXPECT(1, memcmp(outputs, outputs + DIGITS_OUTPUT_LENGTH, DIGITS_OUTPUT_LENGTH * sizeof(float)) != 0);
        memset(values, 0, sizeof values);
    } else if (strcmp(what, "null") == 0) {
        EXPECT(DIGITS_NULL_POINTER, digits_predict(NULL, DIGITS_INPUT_LENGTH, outputs, DIGITS_OUTPUT_LENGTH));
        EXPECT(DIGITS_NULL_POINTER, digits_predict(values, DIGITS_INPUT_LENGTH, NULL, DIGITS_OUTPUT_LENGTH));
        EXPECT(DIGITS_NULL_POINTER, digits_predict_batch(NULL, 0, NULL, 0, 0));
    } else if (strcmp(what, "length") == 0) {
        EXPECT(DIGITS_WRONG_LENGTH, digits_predict(values, DIGITS_INPUT_LENGTH - 1, outputs, DIGITS_OUTPUT_LENGTH));
        EXPECT(DIGITS_WRONG_LENGTH, digits_predict(values, DIGITS_INPUT_LENGTH + 1, outputs, DIGITS_OUTPUT_LENGTH));
        EXPECT(DIGITS_WRONG_LENGTH, digits_predict(values, DIGITS_INPUT_LENGTH, outputs, DIGITS_OUTPUT_LENGTH - 1));
        EXPECT(DIGITS_WRONG_LENGTH, digits_predict(values, INT64_MIN, outputs, INT64_MIN));
        EXPECT(DIGITS_WRONG_LENGTH, digits_predict_batch(values, 3 * DIGITS_INPUT_LENGTH, outputs, 3 * DIGITS_OUTPUT_LENGTH, 2));
        EXPECT(DIGITS_WRONG_LENGTH, digits_predict_batch(values, 3 * DIGITS_INPUT_LENGTH, outputs, 2 * DIGITS_OUTPUT_LENGTH, 3));
        EXPECT(DIGITS_WRONG_LENGTH, digits_predict_batch(values, -DIGITS_INPUT_LENGTH, outputs, DIGITS_OUTPUT_LENGTH, -1));
        EXPECT(DIGITS_WRONG_LENGTH, digits_predict_batch(values, INT64_MAX, outputs, INT64_MAX, INT32_MAX));
        EXPECT(DIGITS_OVERLAP, digits_predict(values, DIGITS_INPUT_LENGTH, values, DIGITS_OUTPUT_LENGTH));
        EXPECT(DIGITS_OVERLAP, digits_predict(values, DIGITS_INPUT_LENGTH, values + DIGITS_INPUT_LENGTH - 1, DIGITS_OUTPUT_LENGTH));
        EXPECT(DIGITS_OVERLAP, digits_predict(values + 1, DIGITS_INPUT_LENGTH, values, DIGITS_OUTPUT_LENGTH));
        EXPECT(DIGITS_OK, digits_predict(values, DIGITS_INPUT_LENGTH, values + DIGITS_INPUT_LENGTH, DIGITS_OUTPUT_LENGTH));
        memset(values, 0, sizeof values);
    } else if (strcmp(what, "lengths") == 0) {
        EXPECT(DIGITS_INPUT_LENGTH, digits_input_length());
        EXPECT(DIGITS_OUTPUT_LENGTH, digits_output_length());
    } else if (strcmp(what, "version") == 0) {
        EXPECT(1, strchr(digits_version(), '+') != NULL);
    } else {
        EXPECT(0, 1);
    }
}

int main(int count, char **arguments)
{
    static const char *const all[] = {"predict", "batch", "null", "length", "lengths", "version"};
    if (count > 1)
        call(arguments[1]);
    for (size_t index = 0; index < sizeof all / sizeof *all; index++)
        call(all[index]);
    puts("passed");
    return 0;
}
