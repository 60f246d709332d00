"""The GraphQL that is measured: a list of 20 with maker, commune and certificate, and all of one product."""

LIST = """
query List {
  products(first: 20) {
    edges {
      node {
        slug
        name
        priceFrom
        stars
        producer { slug name place { commune { name } province { name } } }
        certificate { code validUntil }
      }
    }
    pageInfo { hasNextPage }
  }
}
"""

PRODUCT = """
query Product($slug: String!) {
  product(slug: $slug) {
    slug
    name
    description
    storage
    shelfLifeDays
    vatRate
    priceFrom
    stars
    productSet { slug name }
    producer { slug name place { commune { name } province { name } } }
    packs { sku name price available }
    certificate { code stars validFrom validUntil issuingAuthority }
  }
}
"""
