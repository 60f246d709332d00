#!/bin/sh
# Browse, order, follow: a whole purchase as a guest, with nothing but curl.
#
#     sh docs/examples/order.sh http://127.0.0.1:8000 "nước mắm" 26740
#
# The last is the code of the commune it goes to. A real program reads JSON with a library; `value` is enough here.
set -eu
site=$1 words=$2 commune=$3

# ask QUERY VARIABLES: one operation. A lost answer is asked for again: with its key nothing happens twice.
ask() {
  query=$(printf '%s' "$1" | tr '\n' ' ' | sed 's/"/\\"/g')
  curl --silent --show-error --fail-with-body --max-time 20 --retry 2 --retry-connrefused \
    --header 'Content-Type: application/json' --header 'Accept-Language: vi' \
    --data "{\"query\": \"$query\", \"variables\": $2}" "$site/graphql/"
}

# value NAME: the first value of that name in an answer.
value() {
  grep -o "\"$1\":\"\{0,1\}[^\",}]*" | head -n 1 | sed "s/^\"$1\":\"\{0,1\}//"
}

# new_key: a text that was never used before.
new_key() {
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

echo "# Browse"
found=$(ask 'query ($text: String!) {
  products(filter: {text: $text, inStock: true}, first: 1) {
    edges { node { name stars packs { sku price } } }
  }
}' "{\"text\": \"$words\"}")
echo "$found"
sku=$(echo "$found" | value sku)

echo "# Order"
token=$(ask 'mutation { createCart { cart { token } } }' '{}' | value token)
ask 'mutation ($input: AddToCartInput!, $key: String!) {
  addToCart(input: $input, idempotencyKey: $key) { cart { packs goodsTotal } errors { field message code } }
}' "{\"key\": \"$(new_key)\", \"input\": {\"cartToken\": \"$token\", \"sku\": \"$sku\"}}"
echo
quote=$(ask 'query ($token: String!, $commune: String!) {
  cart(token: $token, destination: {communeCode: $commune}) { goodsTotal deliveryTotal total canBeOrdered }
}' "{\"token\": \"$token\", \"commune\": \"$commune\"}")
echo "$quote"
total=$(echo "$quote" | value total)
placed=$(ask 'mutation ($input: PlaceOrderInput!, $key: String!) {
  placeOrder(input: $input, idempotencyKey: $key) {
    order { code secret link paymentWords } repeated errors { field message code }
  }
}' "{\"key\": \"$(new_key)\", \"input\": {
  \"cartToken\": \"$token\",
  \"buyer\": {\"name\": \"Khách thử\", \"phone\": \"0900 000 001\"},
  \"destination\": {\"street\": \"Số 1\", \"communeCode\": \"$commune\"},
  \"paymentMethod\": \"CASH_ON_DELIVERY\", \"expectedTotal\": $total
}}")
echo "$placed"

echo "# Follow"
ask 'query ($code: String!, $secret: String!) {
  order(code: $code, secret: $secret) { statusWords total address consignments { code producerName statusWords } }
}' "{\"code\": \"$(echo "$placed" | value code)\", \"secret\": \"$(echo "$placed" | value secret)\"}"
echo
