def tenth(total):
    return total / 10
