package org_test

import (
	"context"
	"fmt"
	"time"
)

const day = 24 * time.Hour

func sprint(v any) string { return fmt.Sprint(v) }

type ctx = context.Context
